package reel.protect.parity;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import reel.stream.hash.Hash;

/// What somebody who can look into packs knows of them. Stored bytes alone do not tell garbage that was removed
/// from what was lost, nor a damaged pack from one that parity remembers wrongly.
public interface Census {
    /// Whoever has no key or cannot read the index: what is not there is left as it is, and a pack that differs
    /// from what parity remembers is not replaced unasked.
    Census NOTHING = new Census() {
        @Override
        public boolean isGoing(Hash pack) {
            return false;
        }

        @Override
        public Optional<Set<Hash>> named() {
            return Optional.empty();
        }

        @Override
        public State state(Hash pack) {
            return State.UNKNOWN;
        }
    };

    /// What a pack's own checks say of its bytes.
    enum State {
        SOUND,
        DAMAGED,
        UNKNOWN
    }

    /// Whether a pack is about to be removed.
    boolean isGoing(Hash pack);

    /// The packs that ought to be there, as of now; empty where nobody knows. Asked after packs were seen to be
    /// gone: those that are not named then were removed, the others are lost.
    Optional<Set<Hash>> named() throws IOException;

    /// Reads all of a pack that is there, where that tells anything.
    State state(Hash pack) throws IOException;
}
