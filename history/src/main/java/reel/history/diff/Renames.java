package reel.history.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;

/// Removed and added files that are one file under another path.
///
/// First by equal bytes, then by shared chunks: at least half of the larger file, best pairs first. The second
/// search compares at most [#MAX_PAIRS] pairs and is left out beyond.
public final class Renames {
    /// Comparing reads a few nodes of each file; this many take well under a second.
    static final int MAX_PAIRS = 2500;

    /// Files of one chunk share all or nothing, which the first search has seen.
    private static final double MIN_SIMILARITY = 0.5;

    private Renames() {}

    /// The changes with renames joined, in order of path.
    public static List<Change> detect(List<Change> changes, ContentReader contents) throws IOException {
        List<Change> removed = files(changes, Change.Kind.REMOVED);
        List<Change> added = files(changes, Change.Kind.ADDED);
        if (removed.isEmpty() || added.isEmpty()) {
            return changes;
        }
        Map<Change, Change> oldOf = new HashMap<>();
        exact(removed, added, oldOf);
        similar(removed, added, oldOf, contents);
        Set<Change> gone = new HashSet<>(oldOf.values());
        List<Change> joined = new ArrayList<>();
        for (Change change : changes) {
            Change old = oldOf.get(change);
            if (old != null) {
                joined.add(new Change(change.path(), old.path(), old.before(), change.after()));
            } else if (!gone.contains(change)) {
                joined.add(change);
            }
        }
        return joined;
    }

    /// Equal bytes only: no chunk is read.
    public static Map<Change, Change> exact(List<Change> changes) {
        Map<Change, Change> oldOf = new HashMap<>();
        exact(files(changes, Change.Kind.REMOVED), files(changes, Change.Kind.ADDED), oldOf);
        return oldOf;
    }

    /// Files with bytes; empty ones all look the same and tell nothing.
    private static List<Change> files(List<Change> changes, Change.Kind kind) {
        return changes.stream()
                .filter(change -> change.kind() == kind && Math.max(change.bytesBefore(), change.bytesAfter()) > 0)
                .toList();
    }

    private static void exact(List<Change> removed, List<Change> added, Map<Change, Change> oldOf) {
        Map<RepoPath, Change> byPath = new HashMap<>();
        removed.forEach(change -> byPath.put(change.path(), change));
        Map<RepoPath, RepoPath> pairs = EqualFiles.pair(
                removed.stream()
                        .map(old -> new EqualFiles.Side(old.path(), content(old.before())))
                        .toList(),
                added.stream()
                        .map(now -> new EqualFiles.Side(now.path(), content(now.after())))
                        .toList());
        for (Change change : added) {
            RepoPath from = pairs.get(change.path());
            Change old = from == null ? null : byPath.get(from);
            if (old != null) {
                oldOf.put(change, old);
            }
        }
    }

    private record Pair(Change old, Change now, double similarity) {}

    private static void similar(
            List<Change> removed, List<Change> added, Map<Change, Change> oldOf, ContentReader contents)
            throws IOException {
        Set<Change> used = new HashSet<>(oldOf.values());
        List<Change> olds = removed.stream()
                .filter(old -> !used.contains(old) && content(old.before()).height() > 0)
                .toList();
        List<Change> news = added.stream()
                .filter(now -> !oldOf.containsKey(now) && content(now.after()).height() > 0)
                .toList();
        if ((long) olds.size() * news.size() > MAX_PAIRS) {
            return;
        }
        List<Pair> pairs = new ArrayList<>();
        for (Change old : olds) {
            for (Change now : news) {
                double similarity = similarity(content(old.before()), content(now.after()), contents);
                if (similarity >= MIN_SIMILARITY) {
                    pairs.add(new Pair(old, now, similarity));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity)
                .reversed()
                .thenComparing(pair -> pair.now.path())
                .thenComparing(pair -> pair.old.path()));
        for (Pair pair : pairs) {
            if (!oldOf.containsKey(pair.now) && used.add(pair.old)) {
                oldOf.put(pair.now, pair.old);
            }
        }
    }

    private static double similarity(Content before, Content after, ContentReader contents) throws IOException {
        long larger = Math.max(before.size(), after.size());
        long smaller = Math.min(before.size(), after.size());
        return smaller < larger * MIN_SIMILARITY
                ? 0
                : (double) contents.compare(before, after).keptBytes() / larger;
    }

    private static Content content(@org.jspecify.annotations.Nullable TreeEntry entry) {
        return ((TreeEntry.File) java.util.Objects.requireNonNull(entry)).content();
    }
}
