package reel.store.keys;

import java.util.Arrays;
import reel.stream.Refused;

/// A passphrase as the bytes that are hashed: UTF-8 in normal form C, so that it is the same from every keyboard.
public final class Passphrase implements Secret, AutoCloseable {
    /// Longer ones are no safer, and a file named by mistake is not one.
    public static final int MAX_BYTES = reel.stream.box.Secret.MOST_BYTES;

    private final byte[] bytes;

    private Passphrase(byte[] bytes) {
        this.bytes = bytes;
    }

    /// [Refused] for one that is empty or too long. @param typed the caller wipes it
    public static Passphrase of(char[] typed) throws Refused {
        return new Passphrase(reel.stream.box.Secret.bytes(typed));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "a passphrase";
    }
}
