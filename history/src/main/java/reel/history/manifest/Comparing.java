package reel.history.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.store.Chunks;
import reel.stream.hash.Hash;

/// Compares two trees level by level from the top: what both have at a level is kept, only the rest is gone into.
///
/// Leaves are compared by the first 64 bits of their ids, sixteen bytes of memory each: these are figures to show, and
/// nothing that is stored depends on them.
final class Comparing {
    /// Nodes of one level that are gone into, about 16 GiB of changed bytes at the lowest; beyond it they count as
    /// changed as a whole, which keeps the memory under 40 MiB for any file.
    private static final int MAX_NODES = 16 << 10;

    private final Chunks chunks;

    private Comparing(Chunks chunks) {
        this.chunks = chunks;
    }

    static ContentComparison compare(Chunks chunks, Content before, Content after) throws IOException {
        if (before.sameBytes(after)) {
            return new ContentComparison(before.size(), after.size(), 0, 0);
        }
        return new Comparing(chunks).compare(before, after);
    }

    /// A node that one version has and the other perhaps not.
    private record Part(Hash id, long length) {}

    /// Leaves, each as the first word of its id and its length.
    private record Column(long[] words, long[] lengths) {
        /// Bytes of the leaves here that `other` has not.
        long bytesMissingIn(Column other) {
            long[] sorted = other.words.clone();
            Arrays.sort(sorted);
            long bytes = 0;
            for (int i = 0; i < words.length; i++) {
                if (Arrays.binarySearch(sorted, words[i]) < 0) {
                    bytes += lengths[i];
                }
            }
            return bytes;
        }
    }

    private ContentComparison compare(Content before, Content after) throws IOException {
        List<Part> old = top(before);
        List<Part> now = top(after);
        for (int height = Math.max(before.height(), after.height()); height > 0; height--) {
            if (height <= before.height() && height <= after.height()) {
                Set<Hash> oldIds = ids(old);
                Set<Hash> nowIds = ids(now);
                old.removeIf(part -> nowIds.contains(part.id));
                now.removeIf(part -> oldIds.contains(part.id));
            }
            if (old.size() + now.size() > MAX_NODES) {
                return new ContentComparison(before.size(), after.size(), bytes(old), bytes(now));
            }
            if (height > 1) {
                old = height <= before.height() ? below(old, height) : old;
                now = height <= after.height() ? below(now, height) : now;
            }
        }
        Column oldLeaves = leaves(old, before.height());
        Column nowLeaves = leaves(now, after.height());
        return new ContentComparison(
                before.size(), after.size(), oldLeaves.bytesMissingIn(nowLeaves), nowLeaves.bytesMissingIn(oldLeaves));
    }

    private static List<Part> top(Content content) {
        List<Part> parts = new ArrayList<>();
        if (content.size() > 0) {
            parts.add(new Part(content.root(), content.size()));
        }
        return parts;
    }

    private List<Part> below(List<Part> parents, int height) throws IOException {
        List<Part> children = new ArrayList<>();
        for (Part parent : parents) {
            Node node = Node.read(chunks, parent.id, height, parent.length);
            for (int i = 0; i < node.count(); i++) {
                children.add(new Part(node.id(i), node.length(i)));
            }
        }
        return children;
    }

    /// The leaves below lowest nodes, or the only leaf of a file of height 0.
    private Column leaves(List<Part> parts, int height) throws IOException {
        long[] words = new long[parts.size()];
        long[] lengths = new long[parts.size()];
        int count = 0;
        for (Part part : parts) {
            if (height == 0) {
                words[count] = part.id.w0();
                lengths[count++] = part.length;
                continue;
            }
            Node node = Node.read(chunks, part.id, 1, part.length);
            if (words.length < count + node.count()) {
                words = Arrays.copyOf(words, 2 * count + node.count());
                lengths = Arrays.copyOf(lengths, words.length);
            }
            for (int i = 0; i < node.count(); i++) {
                words[count] = node.id(i).w0();
                lengths[count++] = node.length(i);
            }
        }
        return new Column(Arrays.copyOf(words, count), Arrays.copyOf(lengths, count));
    }

    private static Set<Hash> ids(List<Part> parts) {
        Set<Hash> ids = HashSet.newHashSet(parts.size());
        for (Part part : parts) {
            ids.add(part.id);
        }
        return ids;
    }

    private static long bytes(List<Part> parts) {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.length;
        }
        return bytes;
    }
}
