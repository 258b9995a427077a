package reel.stream.buffer;

import java.util.Locale;
import reel.stream.Refused;

/// How much memory a process may use for buffers, as a user names it.
public enum MemoryProfile {
    LOW(256L << 20),
    DEFAULT(1L << 30),
    HIGH(4L << 30),
    MAX(8L << 30);

    /// Less than this and a pipeline cannot hold the few blocks it works on at once.
    public static final long LEAST_BYTES = 64L << 20;

    /// More than any machine has: whoever asks for this mistyped.
    public static final long MOST_BYTES = 1L << 44;

    private final long bytes;

    MemoryProfile(long bytes) {
        this.bytes = bytes;
    }

    public long bytes() {
        return bytes;
    }

    /// The bytes that `--memory` or `REEL_MEMORY` ask for: a profile's name, or a whole number with an optional
    /// unit `k`, `m`, `g` or `t` (powers of 1024; `kb` and `kib` mean the same), in either case.
    ///
    /// @param setting names where the text stood, for the message
    public static long parse(String setting, String text) throws Refused {
        String wish = text.strip().toLowerCase(Locale.ROOT);
        for (MemoryProfile profile : values()) {
            if (profile.name().toLowerCase(Locale.ROOT).equals(wish)) {
                return profile.bytes;
            }
        }
        int digits = 0;
        while (digits < wish.length() && wish.charAt(digits) >= '0' && wish.charAt(digits) <= '9') {
            digits++;
        }
        int shift = switch (wish.substring(digits).strip()) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 10;
            case "m", "mb", "mib" -> 20;
            case "g", "gb", "gib" -> 30;
            case "t", "tb", "tib" -> 40;
            default -> -1;
        };
        if (digits == 0 || shift < 0) {
            throw new Refused(
                    setting,
                    "\"" + text + "\" is not an amount of memory",
                    "Give low, default, high, max, or a number such as 300m or 2g.");
        }
        // 15 digits cannot overflow a long; any longer number is out of range whatever its unit.
        long number = digits > 15 ? Long.MAX_VALUE : Long.parseLong(wish.substring(0, digits));
        if (number > MOST_BYTES >> shift || number << shift < LEAST_BYTES) {
            throw new Refused(
                    setting,
                    "\"" + text + "\" is out of range: expected at least " + (LEAST_BYTES >> 20) + "m and at most "
                            + (MOST_BYTES >> 40) + "t",
                    "Give low, default, high, max, or a number such as 300m or 2g.");
        }
        return number << shift;
    }
}
