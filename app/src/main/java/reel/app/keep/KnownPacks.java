package reel.app.keep;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import reel.app.Workspace;
import reel.backend.Backend;
import reel.protect.parity.Census;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// What an opened repository knows of its packs: its index names those that ought to be there, and it can read
/// them.
///
/// @param going packs that are about to be removed
public record KnownPacks(Workspace workspace, Set<Hash> going) implements Census {
    public static KnownPacks of(Workspace workspace) {
        return new KnownPacks(workspace, Set.of());
    }

    @Override
    public boolean isGoing(Hash pack) {
        return going.contains(pack);
    }

    @Override
    public Optional<Set<Hash>> named() throws IOException {
        try {
            return Optional.of(workspace.store().indexedPacks());
        } catch (Corrupt damagedIndex) {
            return Optional.empty();
        }
    }

    @Override
    public State state(Hash pack) throws IOException {
        return workspace.store().damageOf(pack) == null ? State.SOUND : State.DAMAGED;
    }

    /// Whether an object with the pack's name is there, whatever is in it.
    public boolean isThere(Hash pack) throws IOException {
        return isThere(workspace.raw(), pack);
    }

    /// Whether a pack was removed by whoever collects garbage: not there, and not named by the index since.
    public boolean isRemoved(Hash pack) throws IOException {
        return !isThere(pack) && named().filter(names -> !names.contains(pack)).isPresent();
    }

    private static boolean isThere(Backend raw, Hash pack) throws IOException {
        try {
            return raw.stat(StoreNames.pack(pack)).size() >= 0;
        } catch (Missing gone) {
            return false;
        }
    }
}
