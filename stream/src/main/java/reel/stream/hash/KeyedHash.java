package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// BLAKE3 in keyed mode over one hash at a time: turns public ids into ids that only the key's owners can make.
///
/// One compression and nothing allocated but the result's few words, so that it can stand in every look-up.
/// Thread-safe.
public final class KeyedHash {
    private static final int FLAGS = Spec.KEYED_HASH | Spec.CHUNK_START | Spec.CHUNK_END | Spec.ROOT;

    private final int[] key = new int[Spec.CV_WORDS];

    /// @param key [Blake3#KEY_BYTES] bytes
    public KeyedHash(byte[] key) {
        if (key.length != Blake3.KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + Blake3.KEY_BYTES + " bytes, not " + key.length);
        }
        MemorySegment bytes = MemorySegment.ofArray(key);
        for (int i = 0; i < this.key.length; i++) {
            this.key[i] = bytes.get(Blake3.WORD, 4L * i);
        }
    }

    /// The keyed hash of the 32 bytes of `input`.
    public Hash of(Hash input) {
        int[] words = new int[16];
        put(words, 0, input.w0());
        put(words, 2, input.w1());
        put(words, 4, input.w2());
        put(words, 6, input.w3());
        int[] out = new int[16];
        ScalarKernel.compress(key, words, 0, Hash.BYTES, FLAGS, out);
        return new Hash(Node.pair(out, 0), Node.pair(out, 2), Node.pair(out, 4), Node.pair(out, 6));
    }

    private static void put(int[] words, int at, long bigEndian) {
        long little = Long.reverseBytes(bigEndian);
        words[at] = (int) little;
        words[at + 1] = (int) (little >>> 32);
    }
}
