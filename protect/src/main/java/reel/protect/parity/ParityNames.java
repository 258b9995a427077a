package reel.protect.parity;

import java.util.Optional;
import reel.backend.Handle;
import reel.stream.hash.Hash;

/// What parity objects are called.
final class ParityNames {
    static final String FOLDER = "parity/";
    private static final String END = ".par";

    /// Held by whoever makes or removes parity.
    static final Handle LOCK = Handle.of("locks/parity");

    private ParityNames() {}

    static Handle group(Hash id) {
        return Handle.of(FOLDER + id + END);
    }

    /// The group whose parity an object is, by its name.
    static Optional<Hash> groupId(Handle handle) {
        String name = handle.name();
        if (name.length() != Hash.HEX_CHARS + END.length()
                || !name.substring(0, Hash.HEX_CHARS).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return Optional.empty();
        }
        Hash id = Hash.parse(name.substring(0, Hash.HEX_CHARS));
        return group(id).equals(handle) ? Optional.of(id) : Optional.empty();
    }
}
