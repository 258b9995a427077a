package reel.history.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.store.Chunks;
import reel.stream.hash.Hash;

/// Compares two trees level by level from the top: what both have at a level is kept, only the rest is gone
/// into.
final class Comparing {
    private final Chunks chunks;

    Comparing(Chunks chunks) {
        this.chunks = chunks;
    }

    private record Part(Hash id, long length) {}

    ContentComparison compare(Content before, Content after) throws IOException {
        List<Part> old = top(before);
        List<Part> now = top(after);
        for (int height = Math.max(before.height(), after.height()); ; height--) {
            if (height <= before.height() && height <= after.height()) {
                Set<Hash> oldIds = ids(old);
                Set<Hash> nowIds = ids(now);
                old.removeIf(part -> nowIds.contains(part.id));
                now.removeIf(part -> oldIds.contains(part.id));
            }
            if (height == 0) {
                return new ContentComparison(before.size(), after.size(), bytes(old), bytes(now));
            }
            if (height <= before.height()) {
                old = below(old, height);
            }
            if (height <= after.height()) {
                now = below(now, height);
            }
        }
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
