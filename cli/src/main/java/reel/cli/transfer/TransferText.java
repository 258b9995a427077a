package reel.cli.transfer;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.transfer.job.Failure;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferReport;

/// What a transfer did, in the end.
final class TransferText {
    private static final int MOST_JSON_FAILURES = 1000;

    /// Less is sent before a rate means anything.
    private static final long LEAST_RATED_BYTES = 1 << 20;

    private final Screen screen;
    private final String command;
    private final Mode mode;
    private final boolean dryRun;

    TransferText(Screen screen, String command, Mode mode, boolean dryRun) {
        this.screen = screen;
        this.command = command;
        this.mode = mode;
        this.dryRun = dryRun;
    }

    void print(TransferReport report, @Nullable TransferScreen shown) throws IOException {
        if (screen.isJson()) {
            json(report);
            return;
        }
        screen.say(headline(report, shown == null ? 0 : shown.arrived()) + details(report));
        if (!report.complete()) {
            screen.warn(
                    mode == Mode.SYNC
                            ? "the source could not be listed completely, so nothing was deleted"
                            : "the source could not be listed completely");
        }
        if (shown == null || report.failed() == 0) {
            return;
        }
        String more = shown.unshown() == 0 ? "" : "; " + Sizes.grouped(shown.unshown()) + " of them are not shown";
        String what = command.equals("delete")
                ? " stayed"
                : switch (mode) {
                    case CHECK -> " could not be compared";
                    case COPY -> " did not arrive";
                    case SYNC, MOVE -> " could not be brought or taken away";
                };
        screen.warn(Sizes.count(report.failed(), "path") + what + more);
        for (String hint : shown.hints()) {
            screen.err().line(screen.errStyle().cyan("hint: ") + hint);
        }
        screen.err().flush();
    }

    /// @param arrived files, links and folders
    private String headline(TransferReport report, long arrived) {
        if (command.equals("delete")) {
            return (dryRun ? "Would delete " : "Deleted ") + Sizes.count(report.deleted(), "path");
        }
        if (mode == Mode.CHECK) {
            return report.different() == 0
                    ? "No difference in " + Sizes.count(report.same(), "file")
                    : Sizes.count(report.different(), "difference") + ", " + Sizes.count(report.same(), "file")
                            + " the same";
        }
        String verb = mode == Mode.MOVE ? "move" : "copy";
        if (report.files() == 0 && report.failed() == 0 && arrived == 0) {
            return "Nothing to " + verb;
        }
        String done = dryRun ? "Would " + verb + " " : mode == Mode.MOVE ? "Moved " : "Copied ";
        return report.files() == 0 && report.failed() == 0
                ? done + (arrived == 1 ? "1 link or folder" : Sizes.grouped(arrived) + " links and folders")
                : done + Sizes.count(report.files(), "file") + ", " + Sizes.bytes(report.bytes());
    }

    private String details(TransferReport report) {
        StringBuilder text = new StringBuilder();
        if (mode != Mode.CHECK && !command.equals("delete")) {
            add(text, report.same(), " the same");
            add(text, report.touched(), dryRun ? " of them would get new permissions" : " of them got new permissions");
            add(text, report.skipped(), " left alone");
            add(text, report.deleted(), dryRun ? " would be deleted" : " deleted");
        }
        add(text, report.failed(), " failed");
        if (!dryRun) {
            text.append(" in ").append(Sizes.duration(report.took().toNanos()));
            if (report.sentBytes() >= LEAST_RATED_BYTES && mode != Mode.CHECK) {
                text.append(" (").append(rate(report.averageRate()));
                text.append(", best second ").append(rate(report.peakRate()));
                text.append(", ")
                        .append(Sizes.count(report.peakStreams(), "stream"))
                        .append(')');
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String words) {
        if (count > 0) {
            text.append(", ").append(Sizes.grouped(count)).append(words);
        }
    }

    private static String rate(double bytesPerSecond) {
        return Sizes.rate((long) bytesPerSecond, 1_000_000_000L);
    }

    private void json(TransferReport report) throws IOException {
        screen.jsonLine(json -> {
            json.put("event", "report");
            json.put("command", command);
            json.put("dry_run", dryRun);
            json.put("files", report.files());
            json.put("bytes", report.bytes());
            json.put("sent_bytes", report.sentBytes());
            json.put("same", report.same());
            json.put("touched", report.touched());
            json.put("skipped", report.skipped());
            json.put("deleted", report.deleted());
            json.put("different", report.different());
            json.put("failed", report.failed());
            json.put("complete", report.complete());
            json.put("seconds", report.took().toNanos() / 1e9);
            json.put("average_rate", report.averageRate());
            json.put("peak_rate", report.peakRate());
            json.put("peak_streams", report.peakStreams());
            json.array("failures", array -> {
                int told = 0;
                for (Failure failure : report.failures()) {
                    if (told++ == MOST_JSON_FAILURES) {
                        break;
                    }
                    array.object(one -> one.put("path", failure.path())
                            .put("kind", ExitCode.of(failure.why()).word().toLowerCase(Locale.ROOT))
                            .put("message", Warnings.words(failure.why(), failure.path()))
                            .put("hint", Warnings.hint(failure.why())));
                }
            });
        });
    }
}
