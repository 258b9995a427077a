package reel.backend.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;

/// What happens to stored objects in the field, done on purpose: for tests. Works on any backend, by replacing the
/// object. Objects must be small enough for memory.
public enum Damage {
    /// The object is gone.
    DELETE {
        @Override
        byte[] spoil(byte[] bytes, RandomGenerator random) {
            return bytes;
        }
    },
    /// A stretch of it is zeros, as a file system leaves what it had not yet written. At least one byte changes.
    ZERO {
        @Override
        byte[] spoil(byte[] bytes, RandomGenerator random) {
            int one = someNonZero(bytes, random);
            int from = Math.max(0, one - random.nextInt(4096));
            Arrays.fill(bytes, from, (int) Math.min(bytes.length, one + 1L + random.nextInt(4096)), (byte) 0);
            return bytes;
        }
    },
    /// The end is missing, one byte at least.
    TRUNCATE {
        @Override
        byte[] spoil(byte[] bytes, RandomGenerator random) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
    },
    /// One bit is the other way round.
    FLIP {
        @Override
        byte[] spoil(byte[] bytes, RandomGenerator random) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return bytes;
        }
    };

    abstract byte[] spoil(byte[] bytes, RandomGenerator random);

    /// Damages the object somewhere. It must not be empty; for [#ZERO] not be zeros alone.
    public void apply(Backend backend, Handle handle, RandomGenerator random) throws IOException {
        byte[] bytes = readAll(backend, handle);
        if (bytes.length == 0) {
            throw new IllegalArgumentException(handle + " is empty, so nothing in it can be damaged");
        }
        byte[] spoiled = spoil(bytes, random);
        backend.delete(handle);
        if (this != DELETE) {
            backend.write(handle, Source.of(spoiled));
        }
    }

    /// Turns bit `bit` (0 to 7) of byte `at` round.
    public static void flip(Backend backend, Handle handle, int at, int bit) throws IOException {
        byte[] bytes = readAll(backend, handle);
        bytes[at] ^= (byte) (1 << bit);
        replace(backend, handle, bytes);
    }

    /// Puts `bytes` where the object was.
    public static void replace(Backend backend, Handle handle, byte[] bytes) throws IOException {
        backend.delete(handle);
        backend.write(handle, Source.of(bytes));
    }

    /// All of a small object.
    public static byte[] readAll(Backend backend, Handle handle) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(backend.stat(handle).size())];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private static int someNonZero(byte[] bytes, RandomGenerator random) {
        int start = random.nextInt(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int at = (start + i) % bytes.length;
            if (bytes[at] != 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("zeros alone can not be zeroed");
    }
}
