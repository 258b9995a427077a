package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import reel.store.Chunks;
import reel.stream.Corrupt;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Hash;

/// A decoded manifest node: up to 512 children of one height with the bytes each covers. Immutable.
///
/// The layout and every check are in docs/format/manifest.md.
final class Node {
    static final int TAG = 0x4d;
    static final int VERSION = 1;

    /// The cut rule is not asked before a node has this many children, which bounds the height of any file.
    static final int MIN_CHILDREN = 8;

    /// Bounds a node to 21 KiB where ids never end in zero bits; one node in 2 800 gets there by chance.
    static final int MAX_CHILDREN = 512;

    /// Head, and every child at its longest: more is damage, and is never allocated.
    static final int MAX_BYTES = 24 << 10;

    /// Six bits: 64 children on average beyond the minimum, about 1 MiB of the file under a lowest node.
    private static final long CUT_MASK = 0x3f;

    private final long[] ends;
    private final byte[] bytes;
    private final int idsAt;

    private Node(long[] ends, byte[] bytes, int idsAt) {
        this.ends = ends;
        this.bytes = bytes;
        this.idsAt = idsAt;
    }

    /// Whether a node of `children` children ends after `lastChild`.
    static boolean endsAfter(Hash lastChild, int children) {
        return children >= MAX_CHILDREN || (children >= MIN_CHILDREN && (lastChild.w3() & CUT_MASK) == 0);
    }

    /// Reads and checks the node `id`.
    ///
    /// @param height the height that whatever refers to it implies
    /// @param length the bytes that whatever refers to it says are below
    static Node read(Chunks chunks, Hash id, int height, long length) throws IOException {
        return decode(chunks.read(id, MAX_BYTES), "manifest node " + id, height, length);
    }

    static Node decode(byte[] bytes, String thing, int height, long length) throws Corrupt {
        NodeInput in = new NodeInput(bytes, thing);
        in.expect(TAG, "tag");
        in.expect(VERSION, "version");
        in.expect(height, "height");
        int count = (int) in.varint(1, MAX_CHILDREN, "children");
        long longest = height == 1 ? ChunkSizes.LIMIT_BYTES : Long.MAX_VALUE;
        long[] ends = new long[count];
        long end = 0;
        for (int i = 0; i < count; i++) {
            end += in.varint(1, Math.min(longest, length - end), "bytes below child " + i);
            ends[i] = end;
        }
        if (end != length) {
            throw new Corrupt(thing, in.at(), length + " bytes below", end + " bytes");
        }
        int idsAt = in.at();
        if (bytes.length - idsAt != count * Hash.BYTES) {
            throw new Corrupt(thing, idsAt, count + " ids to the end", (bytes.length - idsAt) + " bytes");
        }
        return new Node(ends, bytes, idsAt);
    }

    /// Writes the children `[0, count)` and returns the node's bytes.
    static byte[] encode(int height, long[] lengths, Hash[] ids, int count) {
        byte[] out = new byte[5 + count * (9 + Hash.BYTES)];
        out[0] = (byte) TAG;
        out[1] = (byte) VERSION;
        out[2] = (byte) height;
        int at = varint(out, 3, count);
        for (int i = 0; i < count; i++) {
            at = varint(out, at, lengths[i]);
        }
        MemorySegment into = MemorySegment.ofArray(out);
        for (int i = 0; i < count; i++, at += Hash.BYTES) {
            ids[i].write(into, at);
        }
        return Arrays.copyOf(out, at);
    }

    private static int varint(byte[] out, int start, long value) {
        int at = start;
        long rest = value;
        for (; rest > 0x7f; rest >>>= 7) {
            out[at++] = (byte) (rest | 0x80);
        }
        out[at++] = (byte) rest;
        return at;
    }

    int count() {
        return ends.length;
    }

    Hash id(int child) {
        return Hash.read(MemorySegment.ofArray(bytes), idsAt + (long) child * Hash.BYTES);
    }

    /// Where the child's bytes start, from the node's first byte.
    long start(int child) {
        return child == 0 ? 0 : ends[child - 1];
    }

    long length(int child) {
        return ends[child] - start(child);
    }

    /// The child that covers byte `offset` of the node's bytes.
    int childAt(long offset) {
        int found = Arrays.binarySearch(ends, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
