package reel.stream;

import org.jspecify.annotations.Nullable;

/// Stored bytes are not what was written: repair from parity, a remote or a backup. Nothing wrong is ever returned.
public final class Corrupt extends ReelException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// @param offset first byte known to be wrong, from the thing's start; -1 when not known
    public Corrupt(String thing, long offset, String expected, String actual) {
        this(thing, offset, expected, actual, "Run `reel fsck` to see what is affected.", null);
    }

    public Corrupt(
            String thing,
            long offset,
            String expected,
            String actual,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(
                thing,
                "damaged" + (offset < 0 ? "" : " at byte " + offset) + ": expected " + expected + ", found " + actual,
                hint,
                cause);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
