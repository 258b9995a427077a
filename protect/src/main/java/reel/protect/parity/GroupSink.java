package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Replacing;
import reel.backend.Spooling.Spool;
import reel.store.layout.Spools;
import reel.stream.Missing;

/// Where a group's parity is written to, from its beginning to its end.
///
/// Publishing an object of the same length would leave a damaged one as it is, so one that is there is replaced,
/// at once: what it still can heal is never missing.
interface GroupSink extends AutoCloseable {
    void append(MemorySegment bytes) throws IOException;

    /// Makes the object durable under its name. @return its length
    long publish() throws IOException;

    @Override
    void close() throws IOException;

    static GroupSink open(Backend backend, Handle handle) throws IOException {
        Replacing replacing = backend.traits().replacing();
        boolean isThere = isThere(backend, handle);
        if (isThere && replacing != null) {
            return instead(handle, replacing, PackImage.open(0));
        }
        return fresh(backend, handle, Spools.open(backend, "parity"));
    }

    private static boolean isThere(Backend backend, Handle handle) throws IOException {
        try {
            return backend.stat(handle).size() >= 0;
        } catch (Missing gone) {
            return false;
        }
    }

    private static GroupSink fresh(Backend backend, Handle handle, Spool spool) {
        return new GroupSink() {
            @Override
            public void append(MemorySegment bytes) throws IOException {
                spool.append(bytes);
            }

            @Override
            public long publish() throws IOException {
                if (isThere(backend, handle)) {
                    // Where nothing can be replaced.
                    backend.delete(handle);
                }
                spool.publish(handle);
                return spool.size();
            }

            @Override
            public void close() throws IOException {
                spool.close();
            }
        };
    }

    private static GroupSink instead(Handle handle, Replacing replacing, PackImage image) {
        return new GroupSink() {
            private long size;

            @Override
            public void append(MemorySegment bytes) throws IOException {
                image.write(size, bytes);
                size += bytes.byteSize();
            }

            @Override
            public long publish() throws IOException {
                replacing.replace(handle, image.source(size));
                return size;
            }

            @Override
            public void close() throws IOException {
                image.close();
            }
        };
    }
}
