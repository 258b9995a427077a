package reel.history.diff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.tree.RepoPath;
import reel.stream.hash.Hash;

/// Which removed file an added one was: the one of equal bytes, each taken once.
public final class EqualFiles {
    private EqualFiles() {}

    /// One file, removed or added.
    public record Side(RepoPath path, Content content) {
        private Key key(boolean named) {
            return new Key(content.fileHash(), named ? RepoPath.ofName(path.name()) : null);
        }
    }

    private record Key(Hash fileHash, @Nullable RepoPath name) {}

    /// Those that kept their name choose first, so that one of many equal files finds its own; then in order.
    ///
    /// @return by the path added, the path removed
    public static Map<RepoPath, RepoPath> pair(List<Side> removed, List<Side> added) {
        Map<RepoPath, RepoPath> pairs = new HashMap<>();
        Set<RepoPath> taken = new HashSet<>();
        for (boolean named : new boolean[] {true, false}) {
            Map<Key, Deque<RepoPath>> olds = new HashMap<>();
            for (Side old : removed) {
                if (!taken.contains(old.path)) {
                    olds.computeIfAbsent(old.key(named), key -> new ArrayDeque<>())
                            .add(old.path);
                }
            }
            for (Side now : added) {
                Deque<RepoPath> equal = pairs.containsKey(now.path) ? null : olds.get(now.key(named));
                RepoPath old = equal == null ? null : equal.poll();
                if (old != null) {
                    pairs.put(now.path, old);
                    taken.add(old);
                }
            }
        }
        return pairs;
    }
}
