package reel.cli.transfer;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.Usage;

/// Sizes and rates as people type them.
final class Amounts {
    private static final Pattern AMOUNT =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)\\s*(b|[kmgtp](?:i?b)?)?", Pattern.CASE_INSENSITIVE);

    private Amounts() {}

    /// `100`, `1.5G`, `10MiB` (powers of 1024), `10MB` (powers of 1000): bytes, as rsync reads them.
    static long bytes(String option, String text) {
        return amount(option, text, "b");
    }

    /// Bytes a second: a number alone is KiB, as rsync and rclone have it.
    private static long rate(String text) {
        long rate = amount("--bwlimit", text, "k");
        if (rate == 0) {
            throw new Usage("--bwlimit " + text + ": nothing would ever arrive; write off for no limit");
        }
        return rate;
    }

    /// Limits of both directions, in bytes a second.
    ///
    /// @param up       to another machine; null for none
    /// @param down     from there; null for none
    /// @param together whether both directions share one limit
    record Bandwidth(@Nullable Long up, @Nullable Long down, boolean together) {
        static final Bandwidth NONE = new Bandwidth(null, null, false);

        /// `off`, one rate for both directions together, or `UP:DOWN`.
        static Bandwidth parse(String text) {
            int colon = text.indexOf(':');
            Long up = one(colon < 0 ? text : text.substring(0, colon));
            return colon < 0
                    ? new Bandwidth(up, up, up != null)
                    : new Bandwidth(up, one(text.substring(colon + 1)), false);
        }

        private static @Nullable Long one(String text) {
            return text.strip().equalsIgnoreCase("off") ? null : Long.valueOf(rate(text.strip()));
        }
    }

    private static long amount(String option, String text, String alone) {
        Matcher amount = AMOUNT.matcher(text.strip());
        if (!amount.matches()) {
            throw new Usage(option + " '" + text + "' is no size; write 512K, 10M, 1.5G or a number of "
                    + (alone.equals("b") ? "bytes" : "KiB"));
        }
        String unit = (amount.group(2) == null ? alone : amount.group(2)).toLowerCase(Locale.ROOT);
        int power = "bkmgtp".indexOf(unit.charAt(0));
        int base = unit.length() == 2 && !unit.equals("b") ? 1000 : 1024;
        BigDecimal bytes = new BigDecimal(amount.group(1))
                .multiply(BigDecimal.valueOf(base).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new Usage(option + " '" + text + "' is more than there is");
        }
        return bytes.longValue();
    }
}
