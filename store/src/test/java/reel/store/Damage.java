package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;

/// What disks do to stored objects.
enum Damage {
    DELETE {
        @Override
        void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException {
            backend.delete(handle);
        }
    },
    ZERO {
        @Override
        void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException {
            byte[] bytes = read(backend, handle);
            Arrays.fill(bytes, (byte) 0);
            replace(backend, handle, bytes);
        }
    },
    TRUNCATE {
        @Override
        void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException {
            byte[] bytes = read(backend, handle);
            replace(backend, handle, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
    },
    FLIP {
        @Override
        void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException {
            byte[] bytes = read(backend, handle);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            replace(backend, handle, bytes);
        }
    };

    abstract void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException;

    static List<Handle> objects(Backend backend, String prefix) throws IOException {
        List<Handle> handles = new ArrayList<>();
        backend.list(prefix, stat -> handles.add(stat.handle()));
        return handles;
    }

    static byte[] read(Backend backend, Handle handle) throws IOException {
        byte[] bytes = new byte[(int) backend.stat(handle).size()];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    static void replace(Backend backend, Handle handle, byte[] bytes) throws IOException {
        backend.delete(handle);
        backend.write(handle, Source.of(bytes));
    }
}
