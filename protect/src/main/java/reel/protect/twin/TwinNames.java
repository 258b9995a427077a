package reel.protect.twin;

import java.util.List;
import java.util.Optional;
import reel.backend.Handle;

/// Which objects have a twin, and what it is called.
final class TwinNames {
    /// Where the twins are.
    static final String FOLDER = "parity/twins/";

    /// What has a twin begins with one of these. Packs have parity instead, and runs are made anew from packs.
    static final List<String> TWINNED = List.of("format", "gc/", "keys/", "ops/");

    private TwinNames() {}

    static boolean hasTwin(Handle handle) {
        String path = handle.path();
        return TWINNED.stream().anyMatch(name -> name.endsWith("/") ? path.startsWith(name) : path.equals(name));
    }

    /// The twin of an object that has one.
    static Handle twin(Handle handle) {
        return Handle.of(FOLDER + handle.path());
    }

    /// Whose twin an object is; empty for what is none.
    static Optional<Handle> original(Handle twin) {
        return twin.path().startsWith(FOLDER) && Handle.usable(twin.path().substring(FOLDER.length()))
                ? Optional.of(Handle.of(twin.path().substring(FOLDER.length()))).filter(TwinNames::hasTwin)
                : Optional.empty();
    }

    /// Prefixes of twins that a listing of `prefix` may be about.
    static List<String> twinsOf(String prefix) {
        return TWINNED.stream()
                .filter(name -> name.startsWith(prefix) || prefix.startsWith(name))
                .map(name -> FOLDER + (name.startsWith(prefix) ? name : prefix))
                .toList();
    }
}
