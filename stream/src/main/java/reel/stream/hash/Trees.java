package reel.stream.hash;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Builds BLAKE3 trees level by level, several side by side, so that a kernel's lanes are full: whole leaves of
/// all inputs first, read in place, then the partial last leaves, padded in slots, then the parents of every
/// level.
///
/// Pairing neighbours level by level, an odd last one moving up, gives the tree of the paper, whose left subtrees
/// are the largest powers of two. Holds working memory; borrowed for a call and never shared.
final class Trees {
    /// Leaves of one call, whose chaining values (32 bytes each) must stay in the cache; a power of two, so that
    /// the pieces of a longer input are subtrees.
    static final int MOST_LEAVES = 1024;

    static final int MOST_BYTES = MOST_LEAVES * Spec.LEAF_BYTES;

    private static final int CV_BYTES = 4 * Spec.CV_WORDS;

    /// One a processor is enough, and twice as many loses none to a bad moment.
    private static final AtomicReferenceArray<@Nullable Trees> IDLE =
            new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

    private Kernel kernel = Kernels.SCALAR;
    private int width;
    private final Lanes whole = new Lanes();
    private final Lanes ragged = new Lanes();
    private final MemorySegment slots;
    private final MemorySegment cvs;

    private int[] key = Spec.IV;
    private int flags;

    // The inputs in work: where the chaining values of each begin, and how many are left on this level.
    private final int[] base = new int[MOST_LEAVES];
    private final int[] remaining = new int[MOST_LEAVES];

    private final long[] oneOffset = new long[1];
    private final int[] oneLength = new int[1];
    private final long[] oneRoot = new long[4];

    private Trees() {
        Arena arena = Arena.ofAuto();
        slots = arena.allocate((long) Lanes.MOST * Spec.LEAF_BYTES, 64);
        cvs = arena.allocate((long) MOST_LEAVES * CV_BYTES, 64);
    }

    static Trees borrow(int[] key, int flags) {
        Trees trees = null;
        for (int i = 0; i < IDLE.length() && trees == null; i++) {
            if (IDLE.getPlain(i) != null) {
                trees = IDLE.getAndSet(i, null);
            }
        }
        if (trees == null) {
            trees = new Trees();
        }
        trees.kernel = Kernels.current();
        trees.width = trees.kernel.width();
        trees.key = key;
        trees.flags = flags;
        return trees;
    }

    /// Gives the working memory back; not called after a failure, which may leave lanes half filled.
    void giveBack() {
        for (int i = 0; i < IDLE.length(); i++) {
            if (IDLE.compareAndSet(i, null, this)) {
                return;
            }
        }
    }

    static int leavesOf(long length) {
        return length == 0 ? 1 : (int) ((length + Spec.LEAF_BYTES - 1) / Spec.LEAF_BYTES);
    }

    /// Root hashes of the inputs from `first` until `count` or until the working memory is full; each at most
    /// [#MOST_BYTES] long.
    ///
    /// @return how many were hashed, at least one
    int roots(MemorySegment data, long[] offsets, int[] lengths, int first, int count, long[] outWords) {
        int inputs = 0;
        int leaves = 0;
        while (first + inputs < count && leaves + leavesOf(lengths[first + inputs]) <= MOST_LEAVES) {
            int i = first + inputs;
            int own = leavesOf(lengths[i]);
            base[inputs] = leaves;
            remaining[inputs] = own;
            addLeaves(data, offsets[i], lengths[i], 0, leaves, own == 1 ? Spec.ROOT : 0);
            leaves += own;
            inputs++;
        }
        finishLeaves(data);
        reduce(inputs, 1, Spec.ROOT);
        tell(inputs, outWords, 4 * first);
        Kernels.worked(kernel, (long) leaves * Spec.LEAF_BYTES);
        return inputs;
    }

    /// Chaining values of neighbouring pieces of a larger input, as many as the working memory takes; every piece but
    /// the last is a whole subtree.
    ///
    /// @param length all bytes of the pieces
    /// @param firstLeaf index of the first leaf in the larger input
    /// @param outWords four longs a piece, from `at` on
    /// @return how many pieces were done, at least one
    int values(MemorySegment data, long offset, long length, int pieceBytes, long firstLeaf, long[] outWords, int at) {
        int pieces = 0;
        int leaves = 0;
        long left = length;
        while (left > 0 && leaves + leavesOf(Math.min(left, pieceBytes)) <= MOST_LEAVES) {
            int bytes = (int) Math.min(left, pieceBytes);
            int own = leavesOf(bytes);
            base[pieces] = leaves;
            remaining[pieces] = own;
            addLeaves(data, offset + length - left, bytes, firstLeaf + leaves, leaves, 0);
            leaves += own;
            left -= bytes;
            pieces++;
        }
        finishLeaves(data);
        reduce(pieces, 1, 0);
        tell(pieces, outWords, at);
        Kernels.worked(kernel, (long) leaves * Spec.LEAF_BYTES);
        return pieces;
    }

    private void tell(int inputs, long[] outWords, int at) {
        for (int k = 0; k < inputs; k++) {
            MemorySegment.copy(cvs, Hash.LONG_BE, (long) CV_BYTES * base[k], outWords, at + 4 * k, 4);
        }
    }

    /// The root hash of one input, at most [#MOST_BYTES] long.
    Hash root(MemorySegment data, long offset, int length) {
        oneOffset[0] = offset;
        oneLength[0] = length;
        roots(data, oneOffset, oneLength, 0, 1, oneRoot);
        return new Hash(oneRoot[0], oneRoot[1], oneRoot[2], oneRoot[3]);
    }

    /// The node above `data[offset, offset + length)`, at most [#MOST_BYTES], where that is a subtree of a larger
    /// input.
    ///
    /// @param firstLeaf index of its first leaf in the larger input
    Node top(MemorySegment data, long offset, int length, long firstLeaf) {
        int leaves = leavesOf(length);
        if (leaves == 1) {
            return leaf(data, offset, length, firstLeaf);
        }
        base[0] = 0;
        remaining[0] = leaves;
        addLeaves(data, offset, length, firstLeaf, 0, 0);
        finishLeaves(data);
        reduce(1, 2, 0);
        int[] words = new int[16];
        ScalarKernel.load(cvs, 0, words);
        Kernels.worked(kernel, length);
        return new Node(key, words, 0, Spec.BLOCK_BYTES, flags | Spec.PARENT);
    }

    /// A leaf up to its last block, which is left to the node.
    private Node leaf(MemorySegment data, long offset, int length, long index) {
        MemorySegment.copy(data, offset, slots, 0, length);
        slots.asSlice(length, Spec.LEAF_BYTES - length).fill((byte) 0);
        int last = Math.max(0, length - 1) & -Spec.BLOCK_BYTES;
        int[] cv = new int[16];
        int[] words = new int[16];
        System.arraycopy(key, 0, cv, 0, Spec.CV_WORDS);
        int start = Spec.CHUNK_START;
        for (int at = 0; at < last; at += Spec.BLOCK_BYTES) {
            ScalarKernel.load(slots, at, words);
            ScalarKernel.compress(cv, words, index, Spec.BLOCK_BYTES, flags | start, cv);
            start = 0;
        }
        ScalarKernel.load(slots, last, words);
        return new Node(cv, words, index, length - last, flags | start | Spec.CHUNK_END);
    }

    private void addLeaves(MemorySegment data, long offset, int length, long firstLeaf, int firstCv, int root) {
        int end = Spec.CHUNK_END | root;
        int wholeBytes = data.isNative() ? length & -Spec.LEAF_BYTES : 0;
        int leaf = 0;
        while (leaf < wholeBytes / Spec.LEAF_BYTES) {
            int some = Math.min(width - whole.count, wholeBytes / Spec.LEAF_BYTES - leaf);
            long from = offset + (long) leaf * Spec.LEAF_BYTES;
            whole.addLeaves(some, from, firstLeaf + leaf, end, (long) CV_BYTES * (firstCv + leaf));
            leaf += some;
            if (whole.count == width) {
                runLeaves(data, whole);
            }
        }
        for (int at = wholeBytes; at < length || leaf == 0; at += Spec.LEAF_BYTES, leaf++) {
            int bytes = Math.min(Spec.LEAF_BYTES, length - at);
            addRagged(data, offset + at, bytes, firstLeaf + leaf, end, (long) CV_BYTES * (firstCv + leaf));
        }
    }

    private void addRagged(MemorySegment data, long from, int bytes, long counter, int end, long into) {
        long slot = (long) ragged.count * Spec.LEAF_BYTES;
        MemorySegment.copy(data, from, slots, slot, bytes);
        int padded = (Math.max(bytes, 1) + Spec.BLOCK_BYTES - 1) & -Spec.BLOCK_BYTES;
        slots.asSlice(slot + bytes, padded - bytes).fill((byte) 0);
        ragged.add(slot, bytes, counter, end, into);
        if (ragged.count == width) {
            runLeaves(slots, ragged);
        }
    }

    /// Runs the leaves that fill no kernel: together if they fit, so a short input takes one run.
    private void finishLeaves(MemorySegment data) {
        if (whole.count > 0 && ragged.count > 0 && whole.count + ragged.count <= width) {
            for (int i = 0; i < whole.count; i++) {
                addRagged(data, whole.at[i], whole.bytes[i], whole.counter(i), whole.end[i], whole.into[i]);
            }
            whole.count = 0;
        }
        if (whole.count > 0) {
            runLeaves(data, whole);
        }
        if (ragged.count > 0) {
            runLeaves(slots, ragged);
        }
    }

    private void runLeaves(MemorySegment data, Lanes lanes) {
        lanes.mode = flags;
        lanes.start = Spec.CHUNK_START;
        run(data, lanes);
    }

    private void run(MemorySegment data, Lanes lanes) {
        // One lane alone is faster in scalar registers.
        (lanes.count == 1 ? Kernels.SCALAR : kernel).run(data, lanes, key, cvs);
        lanes.count = 0;
    }

    /// Merges every input's chaining values level by level until `goal` are left: 1 makes the last one a root
    /// value, 2 leaves the top open.
    ///
    /// @param top flags of the last merge: ROOT makes the value a root hash
    private void reduce(int inputs, int goal, int top) {
        Lanes lanes = whole;
        lanes.mode = flags | Spec.PARENT;
        lanes.start = 0;
        for (boolean busy = true; busy; ) {
            busy = false;
            for (int k = 0; k < inputs; k++) {
                int n = remaining[k];
                if (n > goal) {
                    int end = n == 2 ? top : 0;
                    for (int pair = 0; pair < n / 2; ) {
                        int some = Math.min(width - lanes.count, n / 2 - pair);
                        long from = (long) CV_BYTES * (base[k] + 2 * pair);
                        lanes.addPairs(some, from, end, (long) CV_BYTES * (base[k] + pair));
                        pair += some;
                        if (lanes.count == width) {
                            run(cvs, lanes);
                        }
                    }
                }
            }
            if (lanes.count > 0) {
                run(cvs, lanes);
            }
            for (int k = 0; k < inputs; k++) {
                int n = remaining[k];
                if (n > goal) {
                    if ((n & 1) == 1) {
                        long last = (long) CV_BYTES * (base[k] + n - 1);
                        MemorySegment.copy(cvs, last, cvs, (long) CV_BYTES * (base[k] + n / 2), CV_BYTES);
                    }
                    remaining[k] = (n + 1) / 2;
                    busy |= remaining[k] > goal;
                }
            }
        }
    }
}
