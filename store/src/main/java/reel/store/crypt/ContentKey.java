package reel.store.crypt;

import java.util.Arrays;
import java.util.HexFormat;
import reel.store.layout.Cloak;
import reel.stream.hash.Blake3;

/// The key all contents of a repository hang on, from which each purpose has a key of its own.
///
/// It opens everything and wraps nothing: made from the master key, which only adding keys needs. Its bytes can be
/// wiped; what was derived from them before lives as long as its owner.
public final class ContentKey implements AutoCloseable {
    public static final int BYTES = 32;

    private static final String FROM_MASTER = "reel 2026 repository content";
    private static final String OBJECTS = "reel 2026 objects";
    private static final String CHUNKS = "reel 2026 chunk ids";
    private static final String NAMES = "reel 2026 object names";
    private static final String LABELS = "reel 2026 key labels";
    private static final String FINGERPRINT = "reel 2026 key fingerprint";
    private static final int FINGERPRINT_BYTES = 8;

    private final byte[] bytes;

    private ContentKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param master 32 bytes; the caller wipes its own
    public static ContentKey of(byte[] master) {
        return new ContentKey(derive(FROM_MASTER, master));
    }

    /// The key that [#bytes] gave. @param bytes copied
    public static ContentKey read(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a content key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new ContentKey(bytes.clone());
    }

    /// A copy, for keeping it unlocked; the caller wipes it.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// What ids, names and lengths of this repository wear.
    public Cloak cloak() {
        return Cloak.keyed(derive(CHUNKS, bytes), derive(NAMES, bytes));
    }

    byte[] objects() {
        return derive(OBJECTS, bytes);
    }

    /// Seals the labels of keys.
    public byte[] labels() {
        return derive(LABELS, bytes);
    }

    /// Tells one key from another without giving any of it away.
    public String fingerprint() {
        byte[] whole = derive(FINGERPRINT, bytes);
        return HexFormat.of().formatHex(whole, 0, FINGERPRINT_BYTES);
    }

    private static byte[] derive(String purpose, byte[] from) {
        return Blake3.derivingKey(purpose).update(from).digest().toBytes();
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }
}
