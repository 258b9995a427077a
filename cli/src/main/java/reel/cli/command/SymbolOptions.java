package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.protect.Protection;
import reel.cli.screen.Screen;
import reel.protect.ProtectSession;

/// Which symbols a command reads, and with how many jobs.
final class SymbolOptions {
    @Mixin
    private JobOptions jobs = new JobOptions();

    @Parameters(paramLabel = "<symbols>", description = "The folder of the symbols.")
    private Path folder = Path.of("");

    @Option(
            names = "--layout-file",
            paramLabel = "<file>",
            description = "Where the layout file is, if not in the folder.")
    @Nullable
    private Path layout;

    ProtectSession session(Screen screen) throws IOException {
        return Protection.open(Access.caller(screen), jobs::apply);
    }

    Path folder(Screen screen) throws IOException {
        return screen.path(folder);
    }

    /// Null: in the folder.
    @Nullable
    Path layout(Screen screen) throws IOException {
        return layout == null ? null : screen.path(layout);
    }
}
