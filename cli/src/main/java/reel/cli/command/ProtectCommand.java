package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import reel.app.protect.Protection;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Usage;
import reel.protect.ProtectSession;
import reel.protect.model.EncodeReport;
import reel.protect.model.FolderInfo;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;

@Command(
        name = "protect",
        description = "Keep a file as RaptorQ symbols: any of them that are enough bring it back.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel protect encode movie.mov symbols",
            "  reel protect encode movie.mov safe --layout container --overhead 30%%",
            "  reel protect verify symbols",
            "  reel protect decode symbols -o movie.mov",
            "  reel protect repair symbols",
            "",
            "With the usual overhead of 20%% a sixth of the symbols may be lost, or any two",
            "parts of a container's 16. verify ends with 1 if something is damaged, with 4",
            "if a block is beyond help."
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

    @Command(
            name = "encode",
            description = "Write the symbols of a file. Stopped and run again, it goes on where it was.")
    int encode(
            @Parameters(paramLabel = "<file>", description = "The file to protect.") Path file,
            @Parameters(paramLabel = "<symbols>", description = "The folder to write to; made if it is not there.")
                    Path folder,
            @Mixin ProtectOptions options,
            @Mixin JobOptions jobs)
            throws IOException {
        ProtectSession session = Protection.open(Access.caller(screen), base -> jobs.apply(options.apply(base)));
        long start = System.nanoTime();
        EncodeReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Encoding")) {
            report = session.encode(screen.path(file), screen.path(folder), progress);
        }
        new ProtectText(screen).encoded(report, folder, System.nanoTime() - start);
        return 0;
    }

    @Command(name = "decode", description = "Bring the file back, whole and checked, or write nothing.")
    int decode(@Mixin DecodeOptions decoding) throws IOException {
        return decoding.decode(screen);
    }

    @Command(name = "verify", description = "Look at every symbol: what is intact, and how much more may be lost.")
    int verify(@Mixin SymbolOptions symbols) throws IOException {
        VerifyReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Verifying")) {
            report = symbols.session(screen).verify(symbols.folder(screen), symbols.layout(screen), progress);
        }
        new ProtectText(screen).verified(report);
        return (report.isWhole() ? ExitCode.OK : report.isRecoverable() ? ExitCode.DIFFERENT : ExitCode.CORRUPT)
                .number();
    }

    @Command(
            name = "repair",
            description = "Write lost and damaged symbols anew from the others, without writing the file.")
    int repair(@Mixin SymbolOptions symbols) throws IOException {
        RepairReport report;
        try (ProtectLine progress = ProtectLine.open(screen, "Repairing")) {
            report = symbols.session(screen).repair(symbols.folder(screen), symbols.layout(screen), progress);
        }
        new ProtectText(screen).repaired(report);
        return (report.beyond().isEmpty() ? ExitCode.OK : ExitCode.CORRUPT).number();
    }

    @Command(name = "info", description = "Tell what a symbol folder holds, without reading the symbols.")
    int info(@Mixin SymbolOptions symbols) throws IOException {
        FolderInfo info = symbols.session(screen).info(symbols.folder(screen), symbols.layout(screen));
        new ProtectText(screen).info(info);
        return 0;
    }
}
