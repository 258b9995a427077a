package reel.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.protect.model.BlockHealth;
import reel.protect.model.DecodeReport;
import reel.protect.model.EncodeReport;
import reel.protect.model.FolderInfo;
import reel.protect.model.Form;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;

/// What `protect` says, as text or JSON.
final class ProtectText {
    /// Names shown without `--verbose`.
    private static final int SHOWN = 10;

    private final Screen screen;

    ProtectText(Screen screen) {
        this.screen = screen;
    }

    void encoded(EncodeReport report, Path folder, long nanos) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> json.put("layout", report.form().word())
                    .put("path", report.layout().toString())
                    .put("bytes", report.bytes())
                    .put("blocks", report.blocks())
                    .put("symbol_size", report.symbolSize())
                    .put("source_symbols", report.sourceSymbols())
                    .put("repair_symbols", report.repairSymbols())
                    .put("reused_blocks", report.reusedBlocks()));
            return;
        }
        screen.say("Protected " + Sizes.bytes(report.bytes()) + " in " + Sizes.duration(nanos) + " ("
                + Sizes.rate(report.bytes(), nanos) + "): " + Sizes.count(report.sourceSymbols(), "symbol") + " and "
                + Sizes.grouped(report.repairSymbols()) + " for repair in "
                + Sizes.count(report.blocks(), "block") + ", in " + folder
                + (report.reusedBlocks() == 0
                        ? ""
                        : "; " + Sizes.count(report.reusedBlocks(), "block") + " were there already"));
    }

    void decoded(DecodeReport report, Path target, long nanos) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> json.put("path", target.toString())
                    .put("bytes", report.bytes())
                    .put("blocks", report.blocks())
                    .put("solved_blocks", report.solved())
                    .put("corrupt_symbols", report.corrupt())
                    .put("missing_symbols", report.missing())
                    .put("hash_confirmed", report.confirmed())
                    .array("damaged", array -> report.damaged().forEach(array::add)));
            return;
        }
        names("skipped", report.damaged(), report.corrupt());
        screen.say("Brought back " + Sizes.bytes(report.bytes()) + " in " + Sizes.duration(nanos) + " ("
                + Sizes.rate(report.bytes(), nanos) + ") as " + target + ": "
                + (report.solved() == 0 ? "no" : report.solved() + " of " + report.blocks())
                + (report.blocks() == 1 || report.solved() == 0 ? " block" : " blocks") + " took repair symbols"
                + (report.confirmed() ? "" : "; the layout has no hash of the file to compare"));
    }

    void verified(VerifyReport report) throws IOException {
        if (screen.isJson()) {
            verifiedJson(report);
            return;
        }
        Style style = screen.style();
        // A container's findings are symbols, tables, headers and whole parts: no count of symbols is theirs.
        boolean files = report.form() != Form.CONTAINER;
        names(
                "damaged",
                report.damaged(),
                files ? report.corrupt() : report.damaged().size());
        names(
                "missing",
                report.missing(),
                files ? report.missingSymbols() : report.missing().size());
        names("foreign", report.foreign(), report.foreign().size());
        for (BlockHealth block : report.blocks()) {
            if (!block.isRecoverable()) {
                screen.line(style.red("block " + block.block() + ": ") + block.intact() + " of "
                        + Sizes.count(block.total(), "symbol") + " intact, needs at least " + -block.spare()
                        + " more");
            } else if (!block.isWhole() && screen.isVerbose()) {
                screen.line(style.yellow("block " + block.block() + ": ") + block.intact() + " of "
                        + Sizes.count(block.total(), "symbol") + " intact, " + block.spare() + " more may be lost");
            }
        }
        String state = report.isWhole()
                ? style.green("Whole")
                : report.isRecoverable() ? style.yellow("Damaged, can be brought back") : style.red("Beyond help");
        screen.line(state + ": " + Sizes.grouped(report.intact()) + " of "
                + Sizes.count(report.total(), "symbol") + " intact, " + Sizes.grouped(report.corrupt())
                + " corrupt, " + Sizes.grouped(report.missingSymbols()) + " missing");
        if (report.isRecoverable() && !report.blocks().isEmpty()) {
            screen.line(String.format(
                    Locale.ROOT,
                    "The weakest block can lose %s more (%.1f%% of its symbols)",
                    Sizes.count(report.spare(), "symbol"),
                    100 * report.margin()));
        }
        if (!report.isWhole() && report.isRecoverable()) {
            screen.say("`reel protect repair` makes it whole again.");
        }
    }

    private void verifiedJson(VerifyReport report) throws IOException {
        screen.json(json -> {
            json.put("layout", report.form().word());
            json.put("whole", report.isWhole());
            json.put("recoverable", report.isRecoverable());
            json.put("bytes", report.bytes());
            json.put("symbols", report.total());
            json.put("intact_symbols", report.intact());
            json.put("corrupt_symbols", report.corrupt());
            json.put("missing_symbols", report.missingSymbols());
            json.put("spare_symbols", report.spare());
            json.put("margin", report.margin());
            blocks(json, "blocks", report.blocks());
            json.array("damaged", array -> report.damaged().forEach(array::add));
            json.array("missing", array -> report.missing().forEach(array::add));
            json.array("foreign", array -> report.foreign().forEach(array::add));
        });
    }

    private static void blocks(JsonOut json, String name, List<BlockHealth> blocks) throws IOException {
        json.array(name, array -> {
            for (BlockHealth block : blocks) {
                array.object(one -> one.put("block", block.block())
                        .put("bytes", block.bytes())
                        .put("needed_symbols", block.needed())
                        .put("symbols", block.total())
                        .put("intact_symbols", block.intact())
                        .put("corrupt_symbols", block.corrupt())
                        .put("spare_symbols", block.spare()));
            }
        });
    }

    void repaired(RepairReport report) throws IOException {
        if (screen.isJson()) {
            screen.json(json -> {
                json.put("blocks", report.blocks());
                json.put("repaired_blocks", report.repaired());
                json.put("written_symbols", report.symbols());
                json.put("written_files", report.files());
                blocks(json, "beyond_help", report.beyond());
            });
            return;
        }
        for (BlockHealth block : report.beyond()) {
            screen.line(screen.style().red("block " + block.block() + ": ") + "beyond help, needs at least "
                    + Math.max(1, -block.spare()) + " more symbols");
        }
        if (report.symbols() > 0) {
            screen.say("Wrote " + Sizes.count(report.symbols(), "symbol") + " anew in "
                    + Sizes.count(report.repaired(), "block"));
        } else if (report.files() > 0) {
            screen.say("Wrote " + Sizes.count(report.files(), "file") + " anew; no block lacked a symbol");
        } else if (report.beyond().isEmpty()) {
            screen.say("Every symbol is there and intact.");
        } else {
            screen.say("Nothing was written. Bring more symbols into the folder from another copy, then repair again.");
        }
    }

    void info(FolderInfo info) throws IOException {
        Long modified = info.modifiedNanos();
        String time = modified == null
                ? null
                : Instant.ofEpochSecond(
                                Math.floorDiv(modified, 1_000_000_000L), Math.floorMod(modified, 1_000_000_000L))
                        .toString();
        String hash = info.hash() == null ? null : info.hash().toString();
        if (screen.isJson()) {
            screen.json(json -> json.put("layout", info.form().word())
                    .put("name", info.name())
                    .put("modified", time)
                    .put("bytes", info.bytes())
                    .put("blake3", hash)
                    .put("blocks", info.blocks())
                    .put("block_bytes", info.blockBytes())
                    .put("symbol_size", info.symbolSize())
                    .put("symbols", info.symbols())
                    .put("needed_symbols", info.needed())
                    .put("parts", info.parts()));
            return;
        }
        line("file", info.name());
        line("modified", time);
        line("size", Sizes.bytes(info.bytes()) + " (" + Sizes.grouped(info.bytes()) + " bytes)");
        line("blake3", hash);
        line("layout", info.form().word() + (info.parts() == 0 ? "" : ", " + Sizes.count(info.parts(), "part")));
        line("blocks", Sizes.grouped(info.blocks()) + " of up to " + Sizes.bytes(info.blockBytes()));
        line(
                "symbols",
                Sizes.grouped(info.symbols()) + " of " + Sizes.grouped(info.symbolSize()) + " bytes, "
                        + Sizes.grouped(info.needed()) + " needed");
    }

    private void line(String word, @Nullable String value) {
        if (value != null) {
            screen.line(String.format("%-9s ", word) + value);
        }
    }

    private void names(String word, List<String> names, long count) {
        int shown = screen.isVerbose() ? names.size() : Math.min(SHOWN, names.size());
        for (String name : names.subList(0, shown)) {
            screen.line(screen.style().yellow(word + ": ") + name);
        }
        if (count > shown) {
            screen.line("  and " + Sizes.grouped(count - shown) + " more"
                    + (screen.isVerbose() ? "" : " (--verbose names the first thousand)"));
        }
    }
}
