package reel.protect.twin;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Replacing;
import reel.backend.Source;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Twins on a backend: an object's bytes and a BLAKE3 of them and of the object's name, so that a twin that got into
/// another's place never puts its bytes there.
final class TwinStore {
    /// The longest object that has a twin: more than the longest operation.
    static final long MAX_BYTES = 64 << 20;

    private final Backend backend;

    TwinStore(Backend backend) {
        this.backend = backend;
    }

    /// The bytes that the twin of `handle` holds; empty where it is missing or damaged.
    Optional<byte[]> read(Handle handle) throws IOException {
        Handle twin = TwinNames.twin(handle);
        byte[] stored;
        try {
            long size = backend.stat(twin).size();
            if (size < Hash.BYTES || size > MAX_BYTES + Hash.BYTES) {
                return Optional.empty();
            }
            stored = new byte[(int) size];
            backend.read(twin, 0, MemorySegment.ofArray(stored));
        } catch (Missing | Corrupt none) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(stored, stored.length - Hash.BYTES);
        boolean whole = sum(handle, bytes).equals(Hash.read(MemorySegment.ofArray(stored), bytes.length));
        return whole ? Optional.of(bytes) : Optional.empty();
    }

    private static Hash sum(Handle handle, byte[] bytes) {
        byte[] name = handle.path().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(bytes, bytes.length + name.length);
        System.arraycopy(name, 0, all, bytes.length, name.length);
        return Blake3.hash(all);
    }

    /// Whether the object is there and has the length that its twin says, if there is one.
    boolean hasSizeOfTwin(Handle handle) throws IOException {
        long twin;
        try {
            twin = backend.stat(TwinNames.twin(handle)).size() - Hash.BYTES;
        } catch (Missing none) {
            return true;
        }
        try {
            return backend.stat(handle).size() == twin;
        } catch (Missing gone) {
            return false;
        }
    }

    boolean isThere(Handle handle) throws IOException {
        try {
            return backend.stat(TwinNames.twin(handle)).size() >= Hash.BYTES;
        } catch (Missing none) {
            return false;
        }
    }

    /// Gives `handle` a twin with these bytes, in the place of any that is there.
    void put(Handle handle, byte[] bytes) throws IOException {
        Handle twin = TwinNames.twin(handle);
        byte[] stored = Arrays.copyOf(bytes, bytes.length + Hash.BYTES);
        sum(handle, bytes).write(MemorySegment.ofArray(stored), bytes.length);
        Replacing replacing = backend.traits().replacing();
        if (replacing != null) {
            replacing.replace(twin, Source.of(stored));
        } else {
            backend.write(twin, Source.of(stored));
        }
    }

    /// Gives `handle` a twin of the bytes it has now; larger ones than twins are for get none.
    void copy(Handle handle) throws IOException {
        Optional<byte[]> bytes = original(handle);
        if (bytes.isPresent()) {
            put(handle, bytes.get());
        }
    }

    /// The object's own bytes; empty where it is missing, or longer than what has twins.
    Optional<byte[]> original(Handle handle) throws IOException {
        try {
            long size = backend.stat(handle).size();
            if (size > MAX_BYTES) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) size];
            backend.read(handle, 0, MemorySegment.ofArray(bytes));
            return Optional.of(bytes);
        } catch (Missing | Corrupt none) {
            return Optional.empty();
        }
    }

    /// Puts the twin's bytes in the object's place. A twin that went meanwhile was deleted with its original, which
    /// then must not come back.
    ///
    /// @return whether the object has these bytes now
    boolean restore(Handle handle, byte[] bytes) throws IOException {
        try {
            Replacing replacing = backend.traits().replacing();
            if (replacing != null) {
                replacing.replace(handle, Source.of(bytes));
            } else {
                backend.createNew(handle, Source.of(bytes));
            }
        } catch (Conflict taken) {
            return false;
        } catch (ReelException readOnlyOrFull) {
            return false;
        }
        if (!isThere(handle)) {
            backend.delete(handle);
            return false;
        }
        return true;
    }
}
