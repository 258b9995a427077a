package reel.history.manifest;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import reel.stream.chunk.Chunker;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The readable twin of the pipeline: cuts the whole file in memory, one chunk after the other, and builds the tree
/// from
/// complete lists as docs/format/manifest.md says.
final class NaiveManifest {
    private NaiveManifest() {}

    record Part(Hash id, long length) {}

    static List<Part> leaves(byte[] bytes, Chunker chunker, long... cuts) {
        List<Part> leaves = new ArrayList<>();
        MemorySegment file = MemorySegment.ofArray(bytes);
        int start = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int end = i < cuts.length ? (int) cuts[i] : bytes.length;
            MemorySegment section = file.asSlice(start, end - start);
            for (long at = 0; at < section.byteSize(); ) {
                int length = chunker.next(section, at, section.byteSize(), true);
                leaves.add(new Part(Blake3.hash(section, at, length), length));
                at += length;
            }
            start = end;
        }
        return leaves;
    }

    static Content content(byte[] bytes, Chunker chunker, long... cuts) {
        Hash fileHash = Blake3.hash(bytes);
        List<Part> level = leaves(bytes, chunker, cuts);
        int height = 0;
        while (level.size() > 1) {
            height++;
            level = above(level, height);
        }
        return new Content(
                bytes.length,
                fileHash,
                level.isEmpty() ? fileHash : level.getFirst().id(),
                height);
    }

    private static List<Part> above(List<Part> children, int height) {
        List<Part> parents = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        for (Part child : children) {
            open.add(child);
            boolean sixZeroBits = (child.id().toBytes()[31] & 0x3f) == 0;
            if (open.size() == 512 || (open.size() >= 8 && sixZeroBits)) {
                parents.add(close(open, height));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            parents.add(close(open, height));
        }
        return parents;
    }

    private static Part close(List<Part> children, int height) {
        long[] lengths = children.stream().mapToLong(Part::length).toArray();
        Hash[] ids = children.stream().map(Part::id).toArray(Hash[]::new);
        long length = children.stream().mapToLong(Part::length).sum();
        return new Part(Blake3.hash(Node.encode(height, lengths, ids, ids.length)), length);
    }
}
