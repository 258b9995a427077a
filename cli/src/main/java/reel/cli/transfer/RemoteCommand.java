package reel.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.login.PlaceLogins;
import reel.app.remote.Remote;
import reel.app.remote.Remotes;
import reel.app.transfer.PlaceSession;
import reel.app.transfer.SaveLogin;
import reel.app.transfer.TestRemote;
import reel.cli.screen.Callers;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Table;
import reel.cli.screen.Usage;

@Command(
        name = "remote",
        description = "Give servers and clouds short names, and keep who you are there.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel remote add nas sftp://film@nas:22/vol",
            "  reel remote add cloud s3://bucket/film region=eu-central-1",
            "  reel remote login nas",
            "  reel remote test nas",
            "  reel copy footage nas:/projects/film",
            "",
            "Options are those of the backend (docs/remotes.md). Secrets are none of them: they",
            "go into the keyring by `reel remote login`, or come from REEL_<NAME>_PASSWORD",
            "and the like."
        })
public final class RemoteCommand implements Runnable {
    private final Screen screen;

    public RemoteCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        throw new Usage("say what to do: add, list, show, test, login, logout or remove");
    }

    @Command(name = "add", description = "Keep an address under a name.")
    int add(
            @Parameters(paramLabel = "<name>") String name,
            @Parameters(paramLabel = "<address>", description = "scheme://user@host:port/path") String url,
            @Parameters(arity = "0..*", paramLabel = "<key=value>", description = "Options of the backend.") @Nullable
                    List<String> options,
            @Option(
                            names = {"-f", "--force"},
                            description = "Replace a remote of that name.")
                    boolean force)
            throws IOException {
        Remote remote = Remote.of(name, url, options(options == null ? List.of() : options));
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            session.backends().require(remote.root().scheme());
            session.remotes().add(remote, force);
        }
        screen.say("Remote " + name + " is " + remote.root() + "; `reel remote test " + name + "` tries it");
        return 0;
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new Usage("'" + (equals < 0 ? word : word.substring(0, equals))
                        + "' is no option; write key=value, for example region=eu-central-1");
            }
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return options;
    }

    @Command(name = "list", description = "Print every remote and its address.")
    int list() throws IOException {
        Remotes remotes = remotes();
        if (screen.isJson()) {
            screen.json(json -> json.array("remotes", array -> {
                for (Remote remote : remotes.all()) {
                    array.object(one -> RemoteText.json(one, remote));
                }
            }));
            return 0;
        }
        Table table = new Table().column("name", Table.Align.LEFT).column("address", Table.Align.LEFT);
        for (Remote remote : remotes.all()) {
            table.row(remote.name(), remote.url());
        }
        if (remotes.all().isEmpty()) {
            screen.say("No remotes yet; `reel remote add <name> <address>` makes one");
        } else {
            table.print(screen.out(), screen.style());
        }
        return 0;
    }

    @Command(name = "show", description = "Print one remote, its options and where its secret would come from.")
    int show(@Parameters(paramLabel = "<name>") String name) throws IOException {
        Remotes remotes = remotes();
        Remote remote = remotes.require(name);
        if (screen.isJson()) {
            screen.json(json -> RemoteText.json(json, remote));
            return 0;
        }
        Table table = new Table().column("", Table.Align.LEFT).column("", Table.Align.LEFT);
        table.row("address", remote.url());
        remote.sortedOptions().forEach(table::row);
        table.row("kept in", remotes.path().toString());
        table.print(screen.out(), screen.style());
        return 0;
    }

    @Command(
            name = "test",
            description = "Connect, list, write a small file and delete it; say what it can do and how fast.")
    int test(
            @Parameters(paramLabel = "<name>", description = "A remote, or any address.") String name,
            @Option(names = "--read-only", description = "Write nothing.") boolean readOnly)
            throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            String place =
                    name.contains(":") ? name : session.remotes().require(name).name() + ":";
            TestRemote.Report report = new TestRemote(!readOnly).run(session, place);
            if (screen.isJson()) {
                screen.json(json -> RemoteText.json(json, report));
            } else {
                print(report);
            }
        }
        return 0;
    }

    private void print(TestRemote.Report report) {
        screen.line(screen.style().bold(report.name()));
        Table table = new Table().column("", Table.Align.LEFT).column("", Table.Align.LEFT);
        table.row("connect", time(report.connect()));
        table.row(
                "list",
                report.list() == null
                        ? report.there() ? "is a file" : "nothing there yet; it is made by the first copy"
                        : time(report.list()) + ", " + Sizes.count(report.entries(), "entry"));
        if (report.write() != null) {
            table.row(
                    "write, read, delete",
                    time(report.write()) + ", " + time(report.read()) + ", " + time(report.delete()));
        }
        RemoteText.rows(report.traits()).forEach(table::row);
        table.print(screen.out(), screen.style());
    }

    private static String time(@Nullable Duration took) {
        return took == null ? "-" : Sizes.duration(took.toNanos());
    }

    @Command(name = "login", description = "Ask for a password, token or key and keep it in the keyring.")
    int login(
            @Parameters(paramLabel = "<name>", description = "A remote, or an address.") String name,
            @Option(
                            names = "--as",
                            paramLabel = "<kind>",
                            description = "password, token, access-key or account-key; the usual one if not said.")
                    @Nullable
                    String kind,
            @Option(names = "--user", paramLabel = "<user>", description = "The user, or the access key's id.")
                    @Nullable
                    String user,
            @Option(
                            names = "--secret-file",
                            paramLabel = "<file>",
                            description = "Take the secret from this file, which only you can read, and do not ask.")
                    @Nullable
                    Path file)
            throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            new SaveLogin(kind, user, file == null ? null : screen.folder().resolve(file))
                    .run(session, place(session, name));
        }
        screen.say("The keyring keeps it for " + name);
        return 0;
    }

    @Command(name = "logout", description = "Take the secret out of the keyring; exit code 1 if there was none.")
    int logout(@Parameters(paramLabel = "<name>") String name) throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            PlaceLogins logins = session.logins(session.locations().parse(place(session, name)));
            boolean was = logins.forget();
            screen.say(was ? "The keyring forgot it" : "The keyring had nothing for " + name);
            return was ? 0 : ExitCode.DIFFERENT.number();
        }
    }

    @Command(name = "remove", description = "Forget a remote; nothing at the place itself changes.")
    int remove(@Parameters(paramLabel = "<name>") String name) throws IOException {
        remotes().remove(name);
        screen.say("Removed remote " + name + "; what lies there stays");
        return 0;
    }

    private static String place(PlaceSession session, String name) throws IOException {
        return name.contains(":") ? name : session.remotes().require(name).name() + ":";
    }

    private Remotes remotes() throws IOException {
        return Remotes.load(screen.around().environment(), screen.around().home());
    }
}
