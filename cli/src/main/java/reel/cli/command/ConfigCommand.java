package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.Workspace;
import reel.app.settings.SettingKey;
import reel.app.settings.Settings;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Table;
import reel.cli.screen.Usage;

@Command(
        name = "config",
        description = "Read and change settings.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel config list",
            "  reel config set --user user.name \"Ada Lovelace\"",
            "  reel config get compression.level",
            "  reel config unset memory"
        })
final class ConfigCommand implements Runnable {
    private final Screen screen;

    ConfigCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        throw new Usage("say what to do: list, get, set or unset");
    }

    @Command(name = "list", description = "Print every setting, its value and where it stands.")
    int list() throws IOException {
        Settings settings = settings();
        if (screen.isJson()) {
            screen.json(json -> json.array("settings", settings1 -> {
                for (Settings.Setting setting : settings.all()) {
                    settings1.object(one -> one.put("key", setting.key().key())
                            .put("value", setting.value())
                            .put("source", setting.source()));
                }
            }));
            return 0;
        }
        Table table = new Table()
                .column("key", Table.Align.LEFT)
                .column("value", Table.Align.LEFT)
                .column("from", Table.Align.LEFT);
        for (Settings.Setting setting : settings.all()) {
            table.row(setting.key().key(), setting.value(), setting.source());
        }
        table.print(screen.out(), screen.style());
        return 0;
    }

    @Command(name = "get", description = "Print one setting's value; exit code 1 if it has none.")
    int get(@Parameters(paramLabel = "<key>") String key) throws IOException {
        Optional<Settings.Setting> found = settings().find(SettingKey.of(key));
        if (found.isEmpty()) {
            return ExitCode.DIFFERENT.number();
        }
        Settings.Setting setting = found.get();
        if (screen.isJson()) {
            screen.json(
                    json -> json.put("key", key).put("value", setting.value()).put("source", setting.source()));
        } else {
            screen.line(setting.value());
        }
        return 0;
    }

    @Command(name = "set", description = "Set a value for this workspace, or with --user for all of yours.")
    int set(
            @Option(names = "--user", description = "For all your repositories.") boolean user,
            @Parameters(paramLabel = "<key>") String key,
            @Parameters(paramLabel = "<value>") String value)
            throws IOException {
        settings().set(SettingKey.of(key), value, owner(user));
        return 0;
    }

    @Command(name = "unset", description = "Remove a value; exit code 1 if there was none.")
    int unset(
            @Option(names = "--user", description = "From your own settings.") boolean user,
            @Parameters(paramLabel = "<key>") String key)
            throws IOException {
        boolean was = settings().unset(SettingKey.of(key), owner(user));
        return was ? 0 : ExitCode.DIFFERENT.number();
    }

    private static Settings.Owner owner(boolean user) {
        return user ? Settings.Owner.USER : Settings.Owner.WORKSPACE;
    }

    private Settings settings() throws IOException {
        Path root = Workspace.find(screen.folder());
        return Settings.load(
                screen.around().environment(),
                screen.around().home(),
                root == null ? null : Workspace.configFile(root));
    }
}
