package reel.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.protect.ProtectSession;
import reel.protect.model.DecodeReport;
import reel.stream.Missing;
import reel.stream.Refused;

/// Which file to bring back from which symbols, for `protect decode` and `recover`.
final class DecodeOptions {
    @Mixin
    private SymbolOptions symbols = new SymbolOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>",
            description = "The file to write; a container knows the name it had.")
    @Nullable
    private Path output;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the output if it exists.")
    private boolean force;

    /// Does it, and answers the exit code.
    int decode(Screen screen) throws IOException {
        ProtectSession session = symbols.session(screen);
        Path target = output == null ? screen.folder().resolve(named(session, screen)) : screen.path(output);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !force) {
            throw new Refused(target.toString(), "exists already", "Name another file with -o, or add --force.");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new Refused(target.toString(), "is no file that could be replaced", "Name a file with -o.");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new Missing(folder.toString(), "there is no such folder", "Make it, or name another with -o.");
        }
        long start = System.nanoTime();
        DecodeReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Decoding")) {
            report = session.decode(symbols.folder(screen), symbols.layout(screen), target, progress);
        }
        new ProtectText(screen).decoded(report, target, System.nanoTime() - start);
        return 0;
    }

    private Path named(ProtectSession session, Screen screen) throws IOException {
        String name =
                session.info(symbols.folder(screen), symbols.layout(screen)).name();
        if (name == null) {
            throw new Usage("say where to write the file: -o <file>");
        }
        return Path.of(name);
    }
}
