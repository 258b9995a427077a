package reel.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.Workspace;
import reel.app.heal.ScrubRepository;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.cli.screen.Times;
import reel.stream.Refused;

@Command(
        name = "scrub",
        description = {
            "Read what is stored, that which was not read for longest first, and heal what is damaged.",
            "A scrub that is stopped goes on where it was. Run it every night for an hour, and every byte is looked at."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel scrub                      every pack once",
            "  reel scrub --for 10m            ten minutes of it",
            "  reel scrub --bytes 50G          fifty gigabytes of it",
            "  Exit code 0: nothing was wrong. 1: damage was found and healed. 4: something is lost."
        })
final class ScrubCommand implements Callable<Integer> {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})([KMGT]?)(i?B)?", Pattern.CASE_INSENSITIVE);

    private final Screen screen;

    @Option(names = "--for", paramLabel = "<time>", description = "Stop after so long, such as 10m or 2h.")
    @Nullable
    String limit;

    @Option(names = "--bytes", paramLabel = "<size>", description = "Stop after so much was read, such as 50G.")
    @Nullable
    String bytes;

    ScrubCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Duration time = limit == null ? null : Times.length(limit);
        long most = bytes == null ? Long.MAX_VALUE : size(bytes);
        try (Workspace workspace = Access.open(screen)) {
            ScrubRepository.Report report;
            try (ProgressLine progress = ProgressLine.open(screen, "Scrubbing")) {
                report = new ScrubRepository(time, most, System::nanoTime, progress).run(workspace);
            }
            if (screen.isJson()) {
                json(report);
            } else {
                print(report);
            }
            return code(report).number();
        }
    }

    private static long size(String text) throws Refused {
        Matcher size = BYTES.matcher(text);
        if (!size.matches()) {
            throw new Refused("--bytes " + text, "is no size", "Write it as 500M or 50G.");
        }
        int power = size.group(2).isEmpty()
                ? 0
                : "KMGT".indexOf(Character.toUpperCase(size.group(2).charAt(0))) + 1;
        long number = Long.parseLong(size.group(1));
        return number > Long.MAX_VALUE >> 10 * power ? Long.MAX_VALUE : number << 10 * power;
    }

    private void print(ScrubRepository.Report report) {
        Style style = screen.style();
        if (report.ledgerLost()) {
            screen.warn(".reel/scrub could not be read; it begins anew, which costs reading again");
        }
        for (ScrubRepository.Found found : report.found()) {
            screen.line((found.healed() ? style.green("healed: ") : style.red("damaged: ")) + found.object() + ": "
                    + found.detail());
        }
        if (!report.isLossless()) {
            screen.line("    `reel repair` brings back what it can and names the files that are lost.");
        }
        screen.say("Read " + Sizes.count(report.packs(), "pack") + " (" + Sizes.bytes(report.bytes()) + ") of "
                + report.allPacks() + ". Health " + report.health() + " of 100: " + Sizes.bytes(report.readBytes())
                + " of " + Sizes.bytes(report.allBytes()) + " read and whole, " + Sizes.bytes(report.protectedBytes())
                + " under parity" + (report.oldest() == null ? "" : "; all read since " + report.oldest()));
    }

    private void json(ScrubRepository.Report report) throws IOException {
        screen.json(json -> {
            json.put("packs", report.packs());
            json.put("bytes", report.bytes());
            json.put("all_packs", report.allPacks());
            json.put("all_bytes", report.allBytes());
            json.put("whole_bytes", report.readBytes());
            json.put("protected_bytes", report.protectedBytes());
            json.put("health", report.health());
            json.put("oldest", report.oldest() == null ? null : report.oldest().toString());
            json.array("found", array -> {
                for (ScrubRepository.Found found : report.found()) {
                    array.object(one -> one.put("object", found.object())
                            .put("detail", found.detail())
                            .put("healed", found.healed()));
                }
            });
        });
    }

    private static ExitCode code(ScrubRepository.Report report) {
        if (!report.isLossless()) {
            return ExitCode.CORRUPT;
        }
        return report.found().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
