package reel.app.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory the whole process may take.
///
/// @param name         low, default, high, max, or the size asked for
/// @param processBytes heap, buffers and the JVM together
public record MemoryProfile(String name, long processBytes) {
    private static final long MIB = 1L << 20;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([mg])b?");
    private static final long LEAST = 256 * MIB;
    private static final long MOST = 64L << 30;

    /// What heap and JVM take beside the buffers: the launcher's heap limit never fills in practice (the bulk
    /// is off the
    /// heap), so this is the measured resident size of an idle process with some room.
    private static final long BESIDE_BUFFERS = 160 * MIB;

    /// Smallest useful budget: a block pipeline holds two blocks and a pack frame at once.
    private static final long LEAST_BUFFERS = 96 * MIB;

    public static Optional<MemoryProfile> parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "low" -> Optional.of(new MemoryProfile(name, 256 * MIB));
            case "default" -> Optional.of(new MemoryProfile(name, 1024 * MIB));
            case "high" -> Optional.of(new MemoryProfile(name, 4096 * MIB));
            case "max" -> Optional.of(new MemoryProfile(name, 8192 * MIB));
            default -> size(name);
        };
    }

    private static Optional<MemoryProfile> size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(size.group(1)) * (size.group(2).equals("g") ? 1024 * MIB : MIB);
        return bytes < LEAST || bytes > MOST ? Optional.empty() : Optional.of(new MemoryProfile(text, bytes));
    }

    /// What is wrong with a text that is none.
    static String problem(String text) {
        return text.matches("[0-9]+([kKmM][bB]?)?")
                ? "'" + text + "' is no size from 256m, the least, to 64g"
                : "'" + text + "' is none of low, default, high, max, nor a size from 256m to 64g";
    }

    /// What the budget for buffers may give out.
    public long bufferBytes() {
        return Math.max(LEAST_BUFFERS, processBytes - BESIDE_BUFFERS);
    }
}
