package reel.cli.command;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reel.cli.screen.Usage;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.Repair;

/// How `protect encode` is to encode.
final class ProtectOptions {
    @Option(
            names = "--layout",
            paramLabel = "<layout>",
            description = "modern: a file for each symbol, as rq-library has them (default); legacy: its older form; "
                    + "container: a few part files that need no layout file.")
    Form form = Form.MODERN;

    @Option(
            names = "--overhead",
            paramLabel = "<share>",
            description = "Repair symbols as a share of the source: 20%%, 20 or 0.2; 20%% if not said.")
    @Nullable
    String overhead;

    @Option(
            names = "--redundancy",
            paramLabel = "<factor>",
            description = "Instead: all symbols together take so many times the source, as rq-library counts.")
    @Nullable
    Integer redundancy;

    @Option(
            names = "--symbol-size",
            paramLabel = "<bytes>",
            description = "Bytes of a symbol: 65535, in a container 4096, if not said.")
    @Nullable
    Integer symbolSize;

    @Option(
            names = "--block-size",
            paramLabel = "<size>",
            description = "Most source bytes of a block, such as 32m; what suits the memory if not said.")
    @Nullable
    String blockSize;

    @Option(names = "--parts", paramLabel = "<number>", description = "Part files of a container; 16 if not said.")
    @Nullable
    Integer parts;

    /// The wishes in these options.
    ProtectConfig apply(ProtectConfig base) {
        ProtectConfig config = base.withForm(form);
        if (overhead != null && redundancy != null) {
            throw new Usage("give --overhead or --redundancy, not both");
        }
        if (overhead != null) {
            config = config.withRepair(share(overhead));
        }
        if (redundancy != null) {
            if (redundancy < 1 || redundancy > Repair.MOST_FACTOR) {
                throw new Usage("--redundancy " + redundancy + ": expected 1 to " + Repair.MOST_FACTOR);
            }
            config = config.withRepair(new Repair.Factor(redundancy));
        }
        if (symbolSize != null) {
            if (symbolSize < 1 || symbolSize > ProtectConfig.MOST_SYMBOL_BYTES) {
                throw new Usage("--symbol-size " + symbolSize + ": expected 1 to " + ProtectConfig.MOST_SYMBOL_BYTES);
            }
            config = config.withSymbolSize(symbolSize);
        }
        if (parts != null) {
            if (form != Form.CONTAINER) {
                throw new Usage("--parts goes with --layout container only");
            }
            config = config.withParts(parts);
        }
        return blockSize == null ? config : config.withBlockBytes(bytes(blockSize));
    }

    private static Repair share(String text) {
        String number = text.strip();
        boolean percent = number.endsWith("%");
        String digits = percent ? number.substring(0, number.length() - 1) : number;
        if (!digits.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw unusable(text);
        }
        double value = Double.parseDouble(digits);
        boolean whole = value == Math.rint(value);
        if (!percent && value >= 1 && (value < 2 || !whole)) {
            throw new Usage("--overhead '" + text + "': is that a share or percent? write " + digits + "% or "
                    + new BigDecimal(digits)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString() + "%");
        }
        double share = percent || value >= 1 ? value / 100 : value;
        if (share > Repair.MOST_FACTOR) {
            throw unusable(text);
        }
        return new Repair.Overhead(share);
    }

    private static Usage unusable(String text) {
        return new Usage("--overhead '" + text + "': expected a share such as 20% or 0.2, at most 25500%");
    }

    private static long bytes(String text) {
        String number = text.strip().toLowerCase(Locale.ROOT);
        int shift = switch (number.isEmpty() ? ' ' : number.charAt(number.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        String digits = shift == 0 ? number : number.substring(0, number.length() - 1);
        if (!digits.matches("[1-9][0-9]{0,11}") || Long.parseLong(digits) > Long.MAX_VALUE >> shift) {
            throw new Usage("--block-size '" + text + "': expected a size such as 65536, 32m or 1g");
        }
        return Long.parseLong(digits) << shift;
    }
}
