package reel.store.crypt;

import java.util.Arrays;

/// Keys for tests.
public final class Keys {
    private Keys() {}

    /// The content key of the master key that is all this byte.
    public static ContentKey of(int each) {
        byte[] master = new byte[ContentKey.BYTES];
        Arrays.fill(master, (byte) each);
        return ContentKey.of(master);
    }
}
