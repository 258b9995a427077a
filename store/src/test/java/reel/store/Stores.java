package reel.store;

import reel.store.RepositoryFormat.Chunking;

/// Stores for tests.
public final class Stores {
    private static final String ID = "000102030405060708090a0b0c0d0e0f";

    private Stores() {}

    /// A format whose packs are 256 KiB, so that little data makes many.
    public static RepositoryFormat smallPacks() {
        return new RepositoryFormat(ID, Chunking.BALANCED, 256 << 10);
    }
}
