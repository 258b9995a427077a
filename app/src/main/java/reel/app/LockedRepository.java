package reel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reel.app.unlock.Remembered;
import reel.app.unlock.Unlocking;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.history.workspace.WorkingFolder;
import reel.stream.Missing;

/// A workspace's repository before it is unlocked: its objects as they are stored. Who opens it closes it.
public final class LockedRepository implements AutoCloseable {
    private final Backend raw;
    private final Backend backend;
    private final Unlocking unlocking;

    private LockedRepository(Backend raw, Backend backend, Unlocking unlocking) {
        this.raw = raw;
        this.backend = backend;
        this.unlocking = unlocking;
    }

    /// The repository of the workspace the caller's folder lies in.
    public static LockedRepository open(Caller caller) throws IOException {
        return open(caller, Workspace.root(caller).resolve(WorkingFolder.RESERVED), stored -> stored, object -> {});
    }

    /// @param meta   the workspace's `.reel` @param layers more layers around what is stored @param healed is told of
    /// what was put back
    static LockedRepository open(Caller caller, Path meta, UnaryOperator<Backend> layers, Consumer<Handle> healed)
            throws IOException {
        Path objects = meta.resolve(Workspace.REPOSITORY);
        if (!Files.isDirectory(objects)) {
            throw new Missing(
                    objects.toString(),
                    "the repository is not there",
                    "Put it back from a backup, or move " + meta + " away and run `reel init`.");
        }
        Backend raw = layers.apply(Wiring.backend(objects));
        Backend backend = Wiring.raw(raw, object -> {
            healed.accept(object);
            caller.notices().accept(object + " was damaged; it was put back from its second copy");
        });
        try {
            Unlocking unlocking = Unlocking.of(backend, caller.secrets(), caller.clock(), Remembered.read(meta));
            return new LockedRepository(raw, backend, unlocking);
        } catch (Throwable failure) {
            backend.close();
            throw failure;
        }
    }

    /// The objects as they lie there, without anything that heals: what repairs work on.
    public Backend raw() {
        return raw;
    }

    /// What is stored, below encryption.
    public Backend backend() {
        return backend;
    }

    public Unlocking unlocking() {
        return unlocking;
    }

    @Override
    public void close() throws IOException {
        backend.close();
    }
}
