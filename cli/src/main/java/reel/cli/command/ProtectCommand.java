package reel.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.protect.Protection;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.protect.ProtectSession;
import reel.protect.model.DecodeReport;
import reel.protect.model.EncodeReport;
import reel.protect.model.FolderInfo;
import reel.protect.model.ProtectConfig;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;
import reel.stream.Refused;

@Command(
        name = "protect",
        description = "Keep a file as RaptorQ symbols: any of them that are enough bring it back.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel protect encode movie.mov symbols --overhead 20%%       survives the loss of a sixth",
            "  reel protect encode movie.mov safe --layout container       16 files, any two may be lost",
            "  reel protect verify symbols                                 what is intact, what may still be lost",
            "  reel protect decode symbols -o movie.mov",
            "  reel protect repair symbols                                 lost symbols anew, without the file",
            "  verify ends with 1 if something is damaged, with 4 if a block is beyond help."
        })
final class ProtectCommand implements Runnable {
    private final Screen screen;

    ProtectCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        throw new Usage("say what to do: encode, decode, verify, repair or info");
    }

    /// What all of them take.
    static final class Common {
        @Option(
                names = "--jobs",
                paramLabel = "<number>",
                description = "Blocks in work at a time, if the memory allows; the number of processors if not said.")
        @Nullable
        Integer jobs;

        ProtectConfig apply(ProtectConfig base) {
            Integer asked = jobs;
            if (asked == null) {
                return base;
            }
            if (asked < 1 || asked > ProtectConfig.MOST_JOBS) {
                throw new Usage("--jobs " + asked + ": expected 1 to " + ProtectConfig.MOST_JOBS);
            }
            return base.withJobs(asked);
        }
    }

    /// What those that read symbols take.
    static final class Symbols {
        @Mixin
        Common common = new Common();

        @Parameters(paramLabel = "<symbols>", description = "The folder of the symbols.")
        Path folder = Path.of("");

        @Option(
                names = "--layout-file",
                paramLabel = "<file>",
                description = "Where the layout file is, if not in the folder.")
        @Nullable
        Path layout;
    }

    @Command(
            name = "encode",
            description = "Write the symbols of a file. Stopped and run again, it goes on where it was.")
    int encode(
            @Parameters(paramLabel = "<file>", description = "The file to protect.") Path file,
            @Parameters(paramLabel = "<symbols>", description = "The folder to write to; made if it is not there.")
                    Path folder,
            @Mixin ProtectOptions options,
            @Mixin Common common)
            throws IOException {
        ProtectSession session = Protection.open(Access.caller(screen), base -> common.apply(options.apply(base)));
        long start = System.nanoTime();
        EncodeReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Encoding")) {
            report = session.encode(at(file), at(folder), progress);
        }
        new ProtectText(screen).encoded(report, folder, System.nanoTime() - start);
        return 0;
    }

    @Command(name = "decode", description = "Bring the file back, whole and checked, or write nothing.")
    int decode(
            @Mixin Symbols symbols,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "<file>",
                            description = "The file to write; a container knows the name it had.")
                    @Nullable
                    Path output,
            @Option(
                            names = {"-f", "--force"},
                            description = "Replace the output if it exists.")
                    boolean force)
            throws IOException {
        ProtectSession session = session(symbols);
        Path target = at(output == null ? named(session, symbols) : output);
        if (Files.exists(target) && !force) {
            throw new Refused(target.toString(), "exists already", "Name another file with -o, or add --force.");
        }
        long start = System.nanoTime();
        DecodeReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Decoding")) {
            report = session.decode(at(symbols.folder), layout(symbols), target, progress);
        }
        new ProtectText(screen).decoded(report, target, System.nanoTime() - start);
        return 0;
    }

    private Path named(ProtectSession session, Symbols symbols) throws IOException {
        String name = session.info(at(symbols.folder), layout(symbols)).name();
        if (name == null) {
            throw new Usage("say where to write the file: -o <file>");
        }
        return Path.of(name);
    }

    @Command(name = "verify", description = "Look at every symbol: what is intact, and how much more may be lost.")
    int verify(@Mixin Symbols symbols) throws IOException {
        VerifyReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Verifying")) {
            report = session(symbols).verify(at(symbols.folder), layout(symbols), progress);
        }
        new ProtectText(screen).verified(report);
        return (report.isWhole() ? ExitCode.OK : report.isRecoverable() ? ExitCode.DIFFERENT : ExitCode.CORRUPT)
                .number();
    }

    @Command(
            name = "repair",
            description = "Write lost and damaged symbols anew from the others, without writing the file.")
    int repair(@Mixin Symbols symbols) throws IOException {
        RepairReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Repairing")) {
            report = session(symbols).repair(at(symbols.folder), layout(symbols), progress);
        }
        new ProtectText(screen).repaired(report);
        return (report.beyond().isEmpty() ? ExitCode.OK : ExitCode.CORRUPT).number();
    }

    @Command(name = "info", description = "Tell what a symbol folder holds, without reading the symbols.")
    int info(@Mixin Symbols symbols) throws IOException {
        FolderInfo info = session(symbols).info(at(symbols.folder), layout(symbols));
        new ProtectText(screen).info(info);
        return 0;
    }

    private ProtectSession session(Symbols symbols) throws IOException {
        return Protection.open(Access.caller(screen), symbols.common::apply);
    }

    private Path at(Path path) {
        return screen.folder().resolve(path);
    }

    private @Nullable Path layout(Symbols symbols) {
        return symbols.layout == null ? null : at(symbols.layout);
    }
}
