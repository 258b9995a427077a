package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.keys.RepositoryKeys;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Table;
import reel.cli.screen.Times;
import reel.cli.screen.Usage;
import reel.store.keys.Recipient;

@Command(
        name = "key",
        description = "Say who can open an encrypted repository, and keep it unlocked.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel key unlock --for 8h        no passphrase asked until then, or until `reel key lock`",
            "  reel key add --label Ada        another passphrase",
            "  reel key generate ada.identity  an identity for somebody; prints its recipient",
            "  reel key add --recipient reel-recipient-4b1f...",
            "  reel key remove 0c3f            takes a key away; no data is written anew",
            "",
            "Passphrases are asked for, or read from the file that REEL_PASSPHRASE_FILE names (new ones:",
            "REEL_NEW_PASSPHRASE_FILE), or kept by the desktop's keyring; identities: REEL_IDENTITY_FILE."
        })
final class KeyCommand implements Runnable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int ID_DIGITS = 8;

    private final Screen screen;

    KeyCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        throw new Usage("say what to do: list, add, remove, change, generate, unlock, lock, remember or forget");
    }

    @Command(name = "list", description = "List the keys.")
    int list() throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            RepositoryKeys.Keys all = keys.list();
            if (screen.isJson()) {
                screen.json(json -> json.array("keys", array -> {
                            for (RepositoryKeys.Key key : all.keys()) {
                                array.object(one -> put(one, key));
                            }
                        })
                        .array("damaged", array -> {
                            for (String damaged : all.damaged()) {
                                array.add(damaged);
                            }
                        }));
                return 0;
            }
            Table table = new Table()
                    .column("key", Table.Align.LEFT)
                    .column("opened by", Table.Align.LEFT)
                    .column("added", Table.Align.LEFT)
                    .column("label", Table.Align.LEFT);
            for (RepositoryKeys.Key key : all.keys()) {
                table.row(brief(key), opener(key), day(key.added()), key.label());
            }
            table.print(screen.out(), screen.style());
            all.damaged().forEach(damaged -> screen.warn("cannot be used: " + damaged));
            return 0;
        }
    }

    @Command(name = "add", description = "Add a passphrase, or with --recipient whoever has that identity.")
    int add(
            @Option(names = "--recipient", paramLabel = "<recipient>", description = "What `key generate` printed.")
                    @Nullable
                    String recipient,
            @Option(names = "--label", paramLabel = "<text>", defaultValue = "", description = "Whose it is.")
                    String label)
            throws IOException {
        Recipient who = recipient == null ? null : Recipient.parse(recipient);
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            tell("Added", who == null ? keys.addPassphrase(label) : keys.addRecipient(who, label));
            return 0;
        }
    }

    @Command(name = "remove", description = "Remove a key; the last one stays.")
    int remove(@Parameters(paramLabel = "<key>", description = "The start of its id.") String start)
            throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            tell("Removed", keys.remove(start));
            if (!screen.isJson()) {
                screen.say("No data was written anew: who kept the unlocked key or a copy can still read with it.");
            }
            return 0;
        }
    }

    @Command(name = "change", description = "Replace the passphrase that you give by a new one.")
    int change() throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            tell("Changed; it is now", keys.change());
            return 0;
        }
    }

    @Command(name = "generate", description = "Make an identity in a new file, and print its recipient.")
    int generate(@Parameters(paramLabel = "<file>", description = "Made; only you can read it.") Path file)
            throws IOException {
        Path where = screen.folder().resolve(file);
        Recipient recipient = RepositoryKeys.generate(where);
        if (screen.isJson()) {
            screen.json(json -> json.put("file", where.toString()).put("recipient", recipient.toString()));
        } else {
            screen.line(recipient.toString());
        }
        return 0;
    }

    @Command(name = "unlock", description = "Keep the repository unlocked for a while, in this login session.")
    int unlock(
            @Option(
                            names = "--for",
                            paramLabel = "<time>",
                            defaultValue = "8h",
                            description = "How long, such as 30m or 2d; 8h if not said.")
                    String time)
            throws IOException {
        java.time.Duration length = Times.length(time);
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            Instant until = keys.unlock(length);
            if (screen.isJson()) {
                screen.json(json -> json.put("until", until.toString()));
            } else {
                screen.say("Unlocked until " + day(until) + ".");
            }
            return 0;
        }
    }

    @Command(name = "lock", description = "End `unlock`.")
    int lock() throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            boolean was = keys.lock();
            if (screen.isJson()) {
                screen.json(json -> json.put("was_unlocked", was));
            } else {
                screen.say(was ? "Locked." : "It was not unlocked.");
            }
            return 0;
        }
    }

    @Command(name = "remember", description = "Put the passphrase into the desktop's keyring.")
    int remember() throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            keys.remember();
            screen.say("The keyring has it; `reel key forget` takes it out.");
            return 0;
        }
    }

    @Command(name = "forget", description = "Take the passphrase out of the keyring.")
    int forget() throws IOException {
        try (RepositoryKeys keys = RepositoryKeys.open(Access.caller(screen))) {
            keys.forget();
            screen.say("The keyring has it no more.");
            return 0;
        }
    }

    private void tell(String done, RepositoryKeys.Key key) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> put(json, key));
        } else {
            String label = key.label().isEmpty() ? "" : " " + key.label();
            screen.say(done + " key " + brief(key) + " (" + opener(key) + ")" + label);
        }
    }

    private static void put(JsonOut json, RepositoryKeys.Key key) throws IOException {
        Instant added = key.added();
        json.put("id", key.id())
                .put("kind", key.kind().word())
                .put("label", key.label())
                .put("added", added == null ? null : added.toString());
    }

    private static String brief(RepositoryKeys.Key key) {
        return key.id().substring(0, ID_DIGITS);
    }

    private static String opener(RepositoryKeys.Key key) {
        return switch (key.kind()) {
            case PASSPHRASE -> "passphrase";
            case X25519 -> "identity";
        };
    }

    private static String day(@Nullable Instant time) {
        return time == null ? "" : DAY.format(time.atZone(ZoneId.systemDefault()));
    }
}
