package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.store.layout.StoreNames;
import reel.store.layout.StoredObject;
import reel.stream.Corrupt;
import reel.stream.Missing;

/// A member's bytes as they are now, whatever is left of them. For any number of threads.
final class PackBytes implements AutoCloseable {
    private final Member member;
    private final @Nullable StoredObject object;

    private PackBytes(Member member, @Nullable StoredObject object) {
        this.member = member;
        this.object = object;
    }

    static PackBytes open(Backend backend, Member member) throws IOException {
        Handle handle = StoreNames.pack(member.pack());
        try {
            long size = backend.stat(handle).size();
            return new PackBytes(member, size == 0 ? null : StoredObject.open(backend, handle, size));
        } catch (Missing gone) {
            return new PackBytes(member, null);
        }
    }

    Member member() {
        return member;
    }

    /// Whether there are any bytes.
    boolean isThere() {
        return object != null;
    }

    /// Whether the object is there and has its length.
    boolean hasLength() {
        return object != null && object.size() == member.bytes();
    }

    /// Fills `into` with the member's bytes from `offset`; false where they are not all there or cannot be read.
    boolean read(long offset, MemorySegment into) throws IOException {
        StoredObject there = object;
        if (there == null || offset + into.byteSize() > there.size()) {
            return false;
        }
        try {
            there.read(offset, into);
            return true;
        } catch (Corrupt | Missing unreadable) {
            return false;
        }
    }

    @Override
    public void close() {
        if (object != null) {
            object.close();
        }
    }
}
