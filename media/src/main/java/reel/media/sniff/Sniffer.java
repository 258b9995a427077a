package reel.media.sniff;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import reel.stream.RandomReader;

/// Tells what a file is from its first 8 KiB and its name. Stateless and thread-safe.
public final class Sniffer {
    /// How much of a file is looked at.
    public static final int HEAD_BYTES = 8 << 10;

    private Sniffer() {}

    /// @param name the file's name or path: decides only where several types share their first bytes
    public static MediaType sniff(RandomReader file, String name) throws IOException {
        byte[] head = new byte[(int) Math.min(file.size(), HEAD_BYTES)];
        file.read(0, MemorySegment.ofArray(head));
        return sniff(head, name);
    }

    /// As the other, when the first bytes are at hand: all of a short file, at least [#HEAD_BYTES] of a longer one.
    public static MediaType sniff(byte[] head, String name) {
        for (byte b : head) {
            if (b == 0) {
                return MediaType.BINARY;
            }
        }
        return name.isEmpty() || new String(head, StandardCharsets.UTF_8).indexOf('\ufffd') >= 0
                ? MediaType.BINARY
                : MediaType.TEXT;
    }
}
