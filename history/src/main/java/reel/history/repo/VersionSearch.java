package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.history.commit.Ancestry;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// Looks for versions of files in commits, newest first, each at its own path. A folder that was looked at is not
/// looked at again, so that commits cost what they changed.
public final class VersionSearch {
    private final Repository repository;
    private final NavigableMap<RepoPath, TreeEntry> left;
    private final Set<Folder> seen = new HashSet<>();

    private record Folder(@Nullable RepoPath path, Hash tree) {}

    private VersionSearch(Repository repository, NavigableMap<RepoPath, TreeEntry> wanted) {
        this.repository = repository;
        this.left = new TreeMap<>(wanted);
    }

    /// The paths whose version no commit has that leads from `starts`. Where history cannot be read, what was not
    /// found until then counts as missing.
    public static NavigableSet<RepoPath> missing(
            Repository repository, Collection<Hash> starts, NavigableMap<RepoPath, TreeEntry> wanted)
            throws IOException {
        VersionSearch search = new VersionSearch(repository, wanted);
        try {
            new Ancestry(repository.commits()).newestFirst(starts, List.of(), (_, commit) -> {
                search.look(commit.tree());
                return !search.left.isEmpty();
            });
        } catch (Missing | Corrupt unreadable) {
            return search.left.navigableKeySet();
        }
        return search.left.navigableKeySet();
    }

    private void look(Hash root) throws IOException {
        Deque<Folder> todo = new ArrayDeque<>();
        todo.push(new Folder(null, root));
        for (Folder folder = todo.poll(); folder != null; folder = todo.poll()) {
            Folder at = folder;
            if (isWanted(at.path) && seen.add(at)) {
                repository.trees().forEach(at.tree, entry -> entry(Trees.path(at.path, entry), entry, todo));
            }
        }
    }

    private void entry(RepoPath path, TreeEntry entry, Deque<Folder> todo) {
        if (entry instanceof TreeEntry.Folder folder) {
            todo.push(new Folder(path, folder.tree()));
            return;
        }
        TreeEntry wanted = left.get(path);
        if (wanted != null && sameBytes(wanted, entry)) {
            left.remove(path);
        }
    }

    private boolean isWanted(@Nullable RepoPath folder) {
        if (folder == null) {
            return !left.isEmpty();
        }
        RepoPath next = left.ceilingKey(folder);
        return next != null && next.isWithin(folder);
    }

    private static boolean sameBytes(TreeEntry one, TreeEntry other) {
        return one instanceof TreeEntry.File x && other instanceof TreeEntry.File y
                ? x.content().sameBytes(y.content())
                : one.equals(other);
    }
}
