package reel.store.gc;

import java.io.IOException;
import java.util.Set;
import reel.stream.hash.Hash;

/// Is told which packs are deleted next, while they can still be read: whoever keeps something about packs in groups
/// sees to the ones that stay. A failure ends the collection; the next one takes it up.
@FunctionalInterface
public interface BeforeDelete {
    BeforeDelete NOTHING = _ -> {};

    void accept(Set<Hash> packs) throws IOException;
}
