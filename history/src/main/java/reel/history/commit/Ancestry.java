package reel.history.commit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import reel.stream.hash.Hash;

/// Who follows whom among commits. Exact whatever the clocks said; clocks only decide what is read first.
public final class Ancestry {
    private final Commits commits;

    public Ancestry(Commits commits) {
        this.commits = commits;
    }

    /// Receives commits of a walk.
    @FunctionalInterface
    public interface Visitor {
        /// @return whether to go on
        boolean visit(Hash id, Commit commit) throws IOException;
    }

    /// A commit to be looked at, ordered newest first; the id decides between equal times, so order is always the
    /// same.
    private record Dated(Hash id, Commit commit) implements Comparable<Dated> {
        private static final Comparator<Dated> NEWEST_FIRST = Comparator.<Dated>comparingLong(
                        d -> d.commit.committer().epochMillis())
                .reversed()
                .thenComparing(Dated::id);

        @Override
        public int compareTo(Dated other) {
            return NEWEST_FIRST.compare(this, other);
        }
    }

    /// Everything reachable from `starts` and not from `hidden`, newest first, as far as the visitor wants to
    /// see.
    ///
    /// Where clocks went backwards a parent may come before its child; [#topological] never lets it.
    public void newestFirst(Collection<Hash> starts, Collection<Hash> hidden, Visitor visitor) throws IOException {
        Set<Hash> seen = reachable(hidden);
        PriorityQueue<Dated> queue = new PriorityQueue<>();
        for (Hash start : starts) {
            enqueue(start, seen, queue);
        }
        for (Dated next = queue.poll(); next != null; next = queue.poll()) {
            if (!visitor.visit(next.id, next.commit)) {
                return;
            }
            for (Hash parent : next.commit.parents()) {
                enqueue(parent, seen, queue);
            }
        }
    }

    private void enqueue(Hash id, Set<Hash> seen, PriorityQueue<Dated> queue) throws IOException {
        if (seen.add(id)) {
            queue.add(new Dated(id, commits.read(id)));
        }
    }

    /// Everything reachable from `starts` and not from `hidden`, every child before its parents, newest first
    /// among those that are free. Reads all of it before the first is visited.
    public void topological(Collection<Hash> starts, Collection<Hash> hidden, Visitor visitor) throws IOException {
        Map<Hash, Integer> children = new HashMap<>();
        newestFirst(starts, hidden, (id, commit) -> {
            children.putIfAbsent(id, 0);
            for (Hash parent : commit.parents()) {
                children.merge(parent, 1, Integer::sum);
            }
            return true;
        });
        Set<Hash> outside = reachable(hidden);
        PriorityQueue<Dated> free = new PriorityQueue<>();
        for (Hash start : new HashSet<>(starts)) {
            if (!outside.contains(start) && children.getOrDefault(start, 0) == 0) {
                free.add(new Dated(start, commits.read(start)));
            }
        }
        for (Dated next = free.poll(); next != null; next = free.poll()) {
            if (!visitor.visit(next.id, next.commit)) {
                return;
            }
            for (Hash parent : next.commit.parents()) {
                if (children.merge(parent, -1, Integer::sum) == 0 && !outside.contains(parent)) {
                    free.add(new Dated(parent, commits.read(parent)));
                }
            }
        }
    }

    /// All commits reachable from `starts`, themselves included; a new set.
    public Set<Hash> reachable(Collection<Hash> starts) throws IOException {
        Set<Hash> seen = new HashSet<>();
        Deque<Hash> todo = new ArrayDeque<>(starts);
        while (!todo.isEmpty()) {
            Hash id = todo.pop();
            if (seen.add(id)) {
                todo.addAll(commits.read(id).parents());
            }
        }
        return seen;
    }

    /// Whether `ancestor` is `of` or comes before it.
    public boolean isAncestor(Hash ancestor, Hash of) throws IOException {
        return mergeBases(Set.of(ancestor), of).contains(ancestor);
    }

    /// The best common ancestors of `left` and `right`: none of them is an ancestor of another. Newest first;
    /// empty for unrelated histories, more than one after criss-cross merges.
    public List<Hash> mergeBases(Hash left, Hash right) throws IOException {
        return mergeBases(Set.of(left), right);
    }

    /// The same where the left side is an imagined merge of several commits.
    public List<Hash> mergeBases(Collection<Hash> left, Hash right) throws IOException {
        Painting painting = new Painting();
        for (Hash id : left) {
            painting.paint(id, Painting.LEFT);
        }
        painting.paint(right, Painting.RIGHT);
        List<Dated> found = painting.common();
        List<Hash> bases = new ArrayList<>();
        for (Dated candidate : found) {
            // Clocks that went backwards can leave an ancestor of another candidate unnoticed.
            boolean best = true;
            for (Dated other : found) {
                if (found.size() > 1
                        && other != candidate
                        && reachable(Set.of(other.id)).contains(candidate.id)) {
                    best = false;
                    break;
                }
            }
            if (best) {
                bases.add(candidate.id);
            }
        }
        return bases;
    }

    /// Colours running down from both sides. Where they meet is a common ancestor; what lies below one is stale,
    /// and the walk ends when nothing else is left. Every way to a best common ancestor is free of stale commits,
    /// so each is found.
    private final class Painting {
        static final int LEFT = 1;
        static final int RIGHT = 2;
        static final int STALE = 4;
        private static final int BOTH = LEFT | RIGHT;

        private final Map<Hash, Integer> colours = new HashMap<>();
        private final Set<Hash> queued = new HashSet<>();
        private final PriorityQueue<Dated> queue = new PriorityQueue<>();
        private int fresh;

        void paint(Hash id, int colour) throws IOException {
            int before = colours.getOrDefault(id, 0);
            int after = before | colour;
            if (after == before) {
                return;
            }
            colours.put(id, after);
            if (queued.add(id)) {
                queue.add(new Dated(id, commits.read(id)));
                fresh += isFresh(after);
            } else {
                fresh += isFresh(after) - isFresh(before);
            }
        }

        private static int isFresh(int colour) {
            return (colour & STALE) == 0 ? 1 : 0;
        }

        List<Dated> common() throws IOException {
            Set<Dated> met = new HashSet<>();
            while (fresh > 0) {
                Dated next = queue.remove();
                queued.remove(next.id);
                int colour = colours.getOrDefault(next.id, 0);
                fresh -= isFresh(colour);
                if ((colour & BOTH) == BOTH) {
                    met.add(next);
                    colour |= STALE;
                }
                for (Hash parent : next.commit.parents()) {
                    paint(parent, colour);
                }
            }
            return met.stream()
                    .filter(dated -> isFresh(colours.getOrDefault(dated.id, 0)) == 1)
                    .sorted()
                    .toList();
        }
    }
}
