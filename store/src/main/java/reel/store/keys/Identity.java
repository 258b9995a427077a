package reel.store.keys;

import java.util.Arrays;
import reel.stream.Refused;

/// The private half of a [Recipient]: who has it opens what was wrapped for that one.
public final class Identity implements Secret, AutoCloseable {
    /// An identity file is a few lines.
    public static final int MAX_TEXT_BYTES = 4096;

    static final String PREFIX = "reel-identity-";

    private final byte[] key;

    private Identity(byte[] key) {
        this.key = key;
    }

    public static Identity generate() {
        return new Identity(X25519.newPrivateKey());
    }

    /// Reads an identity file's text: one identity; empty lines and those that begin with `#` mean nothing.
    public static Identity parse(String text, String thing) throws Refused {
        for (String line : text.split("\n", -1)) {
            String word = line.strip();
            if (!word.isEmpty() && !word.startsWith("#")) {
                return new Identity(KeyText.read(PREFIX, word, thing));
            }
        }
        throw new Refused(thing, "holds no identity", "Make one with `reel key generate`.");
    }

    /// The text of an identity file.
    public String toText() {
        return "# reel identity: who has this file can open what was encrypted for the recipient\n# " + recipient()
                + "\n" + KeyText.write(PREFIX, key) + "\n";
    }

    public Recipient recipient() {
        return new Recipient(X25519.publicKey(key));
    }

    byte[] key() {
        return key;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "an identity";
    }
}
