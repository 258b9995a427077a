package reel.stream.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// BLAKE3 (reference: the BLAKE3 paper and its official vectors), with the fastest kernel this JVM offers.
///
/// Static methods hash what lies in memory in one call; an instance hashes what arrives in pieces, in one of three
/// modes: plain, keyed, key derivation. Instances are not thread-safe.
public final class Blake3 {
    /// Length of a key, in bytes.
    public static final int KEY_BYTES = 32;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Small pieces gather until the widest kernel has a leaf for every lane.
    private static final int BUFFER_BYTES = Lanes.MOST * Spec.LEAF_BYTES;

    private final int[] key;
    private final int flags;
    private final int[] stack = new int[Spec.CV_WORDS * (Spec.MAX_LEVELS + 1)];
    private int stacked;
    private long leaves;
    private final MemorySegment buffer = MemorySegment.ofArray(new byte[BUFFER_BYTES]);
    private int buffered;

    private Blake3(int[] key, int flags) {
        this.key = key;
        this.flags = flags;
    }

    /// The kernel that large inputs end up with on this JVM: `scalar`, `vector8` or `vector16`.
    public static String kernel() {
        return Kernels.destined();
    }

    /// The hash of `data[offset, offset + length)`; on or off the heap.
    public static Hash hash(MemorySegment data, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, data.byteSize());
        if (length > Trees.MOST_BYTES) {
            return hasher().update(data, offset, length).digest();
        }
        Trees trees = Trees.borrow(Spec.IV, 0);
        Hash hash = trees.root(data, offset, (int) length);
        trees.giveBack();
        return hash;
    }

    public static Hash hash(MemorySegment data) {
        return hash(data, 0, data.byteSize());
    }

    public static Hash hash(byte[] data) {
        return hash(MemorySegment.ofArray(data));
    }

    /// The hashes of `count` pieces of `data`, piece i being `data[offsets[i], offsets[i] + lengths[i])`: many
    /// small pieces together cost no more a byte than one large piece.
    ///
    /// @param outWords four longs a piece, as [Hash] holds them
    public static void hashMany(MemorySegment data, long[] offsets, int[] lengths, int count, long[] outWords) {
        Objects.checkFromIndexSize(0, count, offsets.length);
        Objects.checkFromIndexSize(0, count, lengths.length);
        Objects.checkFromIndexSize(0, 4 * count, outWords.length);
        for (int i = 0; i < count; i++) {
            Objects.checkFromIndexSize(offsets[i], lengths[i], data.byteSize());
        }
        Trees trees = Trees.borrow(Spec.IV, 0);
        for (int i = 0; i < count; ) {
            if (lengths[i] <= Trees.MOST_BYTES) {
                i += trees.roots(data, offsets, lengths, i, count, outWords);
            } else {
                hash(data, offsets[i], lengths[i]).write(outWords, 4 * i);
                i++;
            }
        }
        trees.giveBack();
    }

    /// Has the fast kernel compiled in the background, about a second of one processor; a command that is going
    /// to hash a lot calls this first. Otherwise it happens after some megabytes.
    public static void warmUp() {
        Kernels.warm();
    }

    /// Whether the fast kernel is being compiled at this moment. Until then hashing costs ten times as much, and takes
    /// the processors from the compiler: who can put bulk work off does.
    public static boolean warmingUp() {
        return Kernels.warming();
    }

    /// Waits until [#warmingUp] ends, at most so long: for who has so much to hash that the slow start costs more.
    public static void awaitWarm(Duration most) throws InterruptedException {
        Kernels.awaitWarm(most);
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
        long end = offset + length;
        while (from < end) {
            if (buffered == BUFFER_BYTES) {
                push(buffer, 0, BUFFER_BYTES);
                buffered = 0;
            }
            if (buffered == 0 && end - from > BUFFER_BYTES) {
                int subtree = subtreeBytes(end - from);
                push(data, from, subtree);
                from += subtree;
            } else {
                int part = (int) Math.min(end - from, BUFFER_BYTES - buffered);
                MemorySegment.copy(data, from, buffer, buffered, part);
                buffered += part;
                from += part;
            }
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

    /// The longest subtree that may follow the leaves so far and leaves at least one byte of what is `left`.
    private int subtreeBytes(long left) {
        long fits = Long.highestOneBit((left - 1) / Spec.LEAF_BYTES);
        long aligned = leaves == 0 ? Trees.MOST_LEAVES : Long.lowestOneBit(leaves);
        return (int) Math.min(Math.min(fits, aligned), Trees.MOST_LEAVES) * Spec.LEAF_BYTES;
    }

    /// Adds a subtree of whole leaves, after which more bytes come.
    private void push(MemorySegment data, long offset, int length) {
        node(data, offset, length).chain(stack, Spec.CV_WORDS * stacked);
        leaves += length / Spec.LEAF_BYTES;
        stacked = merge(stack, stacked + 1, leaves, length / Spec.LEAF_BYTES, key, flags);
    }

    private Node node(MemorySegment data, long offset, int length) {
        Trees trees = Trees.borrow(key, flags);
        Node node = trees.top(data, offset, length, leaves);
        trees.giveBack();
        return node;
    }

    /// Merges the subtrees on a stack that the newest one, of `newest` units, made complete.
    ///
    /// @param units units below all subtrees of the stack
    /// @return how many subtrees are left
    static int merge(int[] stack, int stacked, long units, long newest, int[] key, int flags) {
        int top = stacked;
        for (long complete = units / newest; (complete & 1) == 0; complete >>= 1) {
            top -= 2;
            Node.parent(key, flags, stack, Spec.CV_WORDS * top).chain(stack, Spec.CV_WORDS * top);
            top++;
        }
        return top;
    }

    /// The node above all bytes so far.
    private Node top() {
        return over(node(buffer, 0, buffered), stack, stacked, key, flags);
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
