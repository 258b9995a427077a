package reel.stream.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// BLAKE3 (reference: the BLAKE3 paper and its official vectors), with the fastest kernel this JVM offers.
///
/// Static methods hash what lies in memory in one call; an instance hashes what arrives in pieces, in one of three
/// modes: plain, keyed, key derivation. Instances are not thread-safe.
public final class Blake3 {
    /// Length of a key, in bytes.
    public static final int KEY_BYTES = 32;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int[] key;
    private final int flags;
    private final int[] stack = new int[Spec.CV_WORDS * (Spec.MAX_LEVELS + 1)];
    private int stacked;
    private long leaves;
    private long firstLeaf;
    private final byte[] buffer = new byte[Spec.LEAF_BYTES];
    private int buffered;

    private Blake3(int[] key, int flags) {
        this.key = key;
        this.flags = flags;
    }

    /// The hash of `data[offset, offset + length)`; on or off the heap.
    public static Hash hash(MemorySegment data, long offset, long length) {
        return hasher().update(data, offset, length).digest();
    }

    public static Hash hash(MemorySegment data) {
        return hash(data, 0, data.byteSize());
    }

    public static Hash hash(byte[] data) {
        return hash(MemorySegment.ofArray(data));
    }

    /// The hashes of `count` pieces of `data`, piece i being `data[offsets[i], offsets[i] + lengths[i])`: many small
    /// pieces together cost no more a byte than one large piece.
    ///
    /// @param outWords four longs a piece, as [Hash] holds them
    public static void hashMany(MemorySegment data, long[] offsets, int[] lengths, int count, long[] outWords) {
        Objects.checkFromIndexSize(0, count, offsets.length);
        Objects.checkFromIndexSize(0, count, lengths.length);
        Objects.checkFromIndexSize(0, 4 * count, outWords.length);
        for (int i = 0; i < count; i++) {
            Hash hash = hash(data, offsets[i], lengths[i]);
            outWords[4 * i] = hash.w0();
            outWords[4 * i + 1] = hash.w1();
            outWords[4 * i + 2] = hash.w2();
            outWords[4 * i + 3] = hash.w3();
        }
    }

    /// A hasher for data that arrives in pieces.
    public static Blake3 hasher() {
        return new Blake3(Spec.IV, 0);
    }

    /// A keyed hasher: who does not know the key cannot tell what was hashed.
    ///
    /// @param key [#KEY_BYTES] bytes
    public static Blake3 keyed(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        MemorySegment bytes = MemorySegment.ofArray(key);
        int[] words = new int[Spec.CV_WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes.get(WORD, 4L * i);
        }
        return new Blake3(words, Spec.KEYED_HASH);
    }

    /// A hasher that turns key material (its input) into a key for one purpose.
    ///
    /// @param context names the purpose; a constant of the program, never data
    public static Blake3 derivingKey(String context) {
        Node purpose = new Blake3(Spec.IV, Spec.DERIVE_KEY_CONTEXT)
                .update(context.getBytes(StandardCharsets.UTF_8))
                .top();
        int[] out = new int[16];
        purpose.root(0, out);
        int[] words = new int[Spec.CV_WORDS];
        System.arraycopy(out, 0, words, 0, words.length);
        return new Blake3(words, Spec.DERIVE_KEY_MATERIAL);
    }

    /// Adds `data[offset, offset + length)`; returns this.
    public Blake3 update(MemorySegment data, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, data.byteSize());
        long from = offset;
        long left = length;
        while (left > 0) {
            if (buffered == Spec.LEAF_BYTES) {
                flush();
            }
            int part = (int) Math.min(left, Spec.LEAF_BYTES - buffered);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, buffer, buffered, part);
            buffered += part;
            from += part;
            left -= part;
        }
        return this;
    }

    public Blake3 update(byte[] data) {
        return update(MemorySegment.ofArray(data), 0, data.length);
    }

    /// The hash of all bytes so far; the hasher can go on.
    public Hash digest() {
        return top().hash();
    }

    /// Extended output for all bytes so far: `into[offset, offset + length)` becomes bytes `position` and on of an
    /// endless stream, whose first 32 bytes are the hash. The hasher can go on.
    public void expand(long position, MemorySegment into, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, into.byteSize());
        if (position < 0 || position + length < 0) {
            throw new IllegalArgumentException("output position " + position + " + " + length + " is out of range");
        }
        Node top = top();
        int[] words = new int[16];
        MemorySegment block = MemorySegment.ofArray(words);
        long done = 0;
        while (done < length) {
            long at = position + done;
            long skip = at % Spec.BLOCK_BYTES;
            top.root(at / Spec.BLOCK_BYTES, words);
            for (int i = 0; i < words.length; i++) {
                block.set(WORD, 4L * i, words[i]);
            }
            long part = Math.min(length - done, Spec.BLOCK_BYTES - skip);
            MemorySegment.copy(block, skip, into, offset + done, part);
            done += part;
        }
    }

    /// The node above `data[offset, offset + length)` as a subtree that begins at a given leaf of a larger input.
    static Node subtree(MemorySegment data, long offset, int length, long leaf) {
        Blake3 hasher = hasher();
        hasher.firstLeaf = leaf;
        return hasher.update(data, offset, length).top();
    }

    private void flush() {
        leaf(firstLeaf + leaves).chain(stack, Spec.CV_WORDS * stacked);
        stacked++;
        leaves++;
        for (long complete = leaves; (complete & 1) == 0; complete >>= 1) {
            stacked -= 2;
            Node.parent(key, flags, stack, Spec.CV_WORDS * stacked).chain(stack, Spec.CV_WORDS * stacked);
            stacked++;
        }
        buffered = 0;
    }

    private Node leaf(long index) {
        MemorySegment bytes = MemorySegment.ofArray(buffer);
        Arrays.fill(buffer, buffered, buffer.length, (byte) 0);
        int[] cv = key.clone();
        int[] words = new int[16];
        int[] out = new int[16];
        int start = Spec.CHUNK_START;
        for (int at = 0; ; at += Spec.BLOCK_BYTES) {
            for (int i = 0; i < words.length; i++) {
                words[i] = bytes.get(WORD, at + 4L * i);
            }
            if (buffered - at <= Spec.BLOCK_BYTES) {
                return new Node(cv, words, index, buffered - at, flags | start | Spec.CHUNK_END);
            }
            ScalarKernel.compress(
                    cv, 0, words, 0, (int) index, (int) (index >>> 32), Spec.BLOCK_BYTES, flags | start, out);
            System.arraycopy(out, 0, cv, 0, cv.length);
            start = 0;
        }
    }

    /// The node above all bytes so far.
    private Node top() {
        return over(leaf(firstLeaf + leaves), stack, stacked, key, flags);
    }

    /// The root of a tree whose finished left subtrees lie on a stack and whose rightmost subtree is `last`.
    static Node over(Node last, int[] stack, int stacked, int[] key, int flags) {
        Node node = last;
        int[] pair = new int[16];
        for (int i = stacked - 1; i >= 0; i--) {
            System.arraycopy(stack, Spec.CV_WORDS * i, pair, 0, Spec.CV_WORDS);
            node.chain(pair, Spec.CV_WORDS);
            node = Node.parent(key, flags, pair, 0);
        }
        return node;
    }
}
