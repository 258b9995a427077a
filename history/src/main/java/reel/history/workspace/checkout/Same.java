package reel.history.workspace.checkout;

import org.jspecify.annotations.Nullable;
import reel.history.tree.TreeEntry;

/// Whether two entries look the same on disk: bytes, mode, target. Modification times are no difference.
final class Same {
    private Same() {}

    static boolean entries(@Nullable TreeEntry one, @Nullable TreeEntry other) {
        if (one instanceof TreeEntry.File x && other instanceof TreeEntry.File y) {
            return x.content().sameBytes(y.content()) && x.executable() == y.executable();
        }
        return one == null ? other == null : one.equals(other);
    }
}
