package reel.protect.twin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;

/// Looks at all twins of a repository, and mends them and their originals. On the bytes as they are stored.
public final class Twins {
    private final Backend backend;
    private final TwinStore twins;

    /// @param backend the raw one, without a [TwinBackend] around it
    public Twins(Backend backend) {
        this.backend = backend;
        this.twins = new TwinStore(backend);
    }

    /// How an object and its twin stand.
    public enum State {
        /// The twin is right and the object is not, or is gone: the twin can be put back.
        OBJECT_DAMAGED,
        /// The object is there, its twin is missing.
        TWIN_MISSING,
        /// The object is there, its twin cannot be read.
        TWIN_DAMAGED
    }

    /// Something that is not as it should be. @param object the original
    public record Finding(Handle object, State state) {}

    /// What is not as it should be, in order of handle. Nothing is changed.
    public List<Finding> check() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Handle handle : originals()) {
            State state = state(handle);
            if (state != null) {
                findings.add(new Finding(handle, state));
            }
        }
        return findings;
    }

    private List<Handle> originals() throws IOException {
        TreeSet<Handle> all = new TreeSet<>();
        backend.list(TwinNames.FOLDER, stat -> TwinNames.original(stat.handle()).ifPresent(all::add));
        for (String prefix : TwinNames.TWINNED) {
            backend.list(prefix, stat -> {
                if (TwinNames.hasTwin(stat.handle()) && stat.size() <= TwinStore.MAX_BYTES) {
                    all.add(stat.handle());
                }
            });
        }
        return List.copyOf(all);
    }

    private @Nullable State state(Handle handle) throws IOException {
        Optional<byte[]> twin = twins.read(handle);
        Optional<byte[]> original = twins.original(handle);
        if (twin.isEmpty()) {
            if (original.isEmpty()) {
                return null;
            }
            return twins.isThere(handle) ? State.TWIN_DAMAGED : State.TWIN_MISSING;
        }
        return original.isPresent() && Arrays.equals(original.get(), twin.get()) ? null : State.OBJECT_DAMAGED;
    }

    /// Puts back every object whose twin knows better. @return those that were put back
    public List<Handle> restore() throws IOException {
        List<Handle> restored = new ArrayList<>();
        for (Finding finding : check()) {
            if (finding.state() == State.OBJECT_DAMAGED) {
                Optional<byte[]> bytes = twins.read(finding.object());
                if (bytes.isPresent() && twins.restore(finding.object(), bytes.get())) {
                    restored.add(finding.object());
                }
            }
        }
        return restored;
    }

    /// Makes the twins that are missing or damaged, from objects that the caller knows to be right.
    ///
    /// @return those that got a twin
    public List<Handle> complete() throws IOException {
        List<Handle> completed = new ArrayList<>();
        for (Finding finding : check()) {
            if (finding.state() != State.OBJECT_DAMAGED) {
                twins.copy(finding.object());
                completed.add(finding.object());
            }
        }
        return completed;
    }
}
