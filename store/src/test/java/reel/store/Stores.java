package reel.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.stream.chunk.ChunkProfile;

/// Stores for tests.
public final class Stores {
    private static final String ID = "000102030405060708090a0b0c0d0e0f";

    private Stores() {}

    /// The handles of the objects that start with `prefix`.
    public static List<Handle> objects(Backend backend, String prefix) throws IOException {
        List<Handle> handles = new ArrayList<>();
        backend.list(prefix, stat -> handles.add(stat.handle()));
        return handles;
    }

    /// A format whose packs are 256 KiB, so that little data makes many.
    public static RepositoryFormat smallPacks() {
        return new RepositoryFormat(ID, ChunkProfile.BALANCED, 256 << 10);
    }
}
