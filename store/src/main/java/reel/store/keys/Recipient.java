package reel.store.keys;

import reel.stream.Refused;

/// Somebody a repository's key can be wrapped for without a secret of theirs: an X25519 public key.
public final class Recipient {
    static final String PREFIX = "reel-recipient-";

    private final byte[] key;

    Recipient(byte[] key) {
        this.key = key;
    }

    public static Recipient parse(String text) throws Refused {
        return new Recipient(KeyText.read(PREFIX, text, "recipient"));
    }

    byte[] key() {
        return key;
    }

    @Override
    public String toString() {
        return KeyText.write(PREFIX, key);
    }
}
