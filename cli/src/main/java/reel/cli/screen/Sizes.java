package reel.cli.screen;

import java.util.Locale;

/// Numbers as people read them.
public final class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Sizes() {}

    /// `0 B`, `999 B`, `1.5 KiB`, `12 MiB`: two or three digits that count.
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "-" + bytes(bytes == Long.MIN_VALUE ? Long.MAX_VALUE : -bytes);
        }
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /// `412 MB/s`, in powers of ten as disks and networks are sold.
    public static String rate(long bytes, long nanos) {
        if (nanos <= 0) {
            return "-";
        }
        double perSecond = bytes * 1e9 / nanos;
        if (perSecond >= 1e9) {
            return String.format(Locale.ROOT, "%.2f GB/s", perSecond / 1e9);
        }
        if (perSecond >= 1e6) {
            return String.format(Locale.ROOT, "%.0f MB/s", perSecond / 1e6);
        }
        return String.format(Locale.ROOT, "%.0f kB/s", perSecond / 1e3);
    }

    /// `0.21 s`, `12.4 s`, `3:07 min`, `1:02:03 h`.
    public static String duration(long nanos) {
        long tenths = Math.round(nanos / 1e8);
        if (tenths < 10) {
            return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
        }
        if (tenths < 600) {
            return String.format(Locale.ROOT, "%.1f s", tenths / 10.0);
        }
        long seconds = tenths / 10;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// `1 file`, `12 files`.
    public static String count(long count, String noun) {
        return count == 1 ? "1 " + noun : grouped(count) + " " + plural(noun);
    }

    /// `60 000`.
    public static String grouped(long number) {
        String digits = Long.toString(number);
        int start = number < 0 ? 1 : 0;
        StringBuilder text = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > start; i -= 3) {
            text.insert(i, ' ');
        }
        return text.toString();
    }

    private static String plural(String noun) {
        if (noun.endsWith("y") && !noun.endsWith("ey")) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        return noun.endsWith("ch") || noun.endsWith("s") ? noun + "es" : noun + "s";
    }
}
