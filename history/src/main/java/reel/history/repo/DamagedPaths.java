package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.history.commit.Commit;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// Says which files of which commits lost or damaged chunks belong to, so that a person knows what is affected.
///
/// Commits are gone through newest first, and a folder or a content that was looked at is not looked at again: a
/// file is named in the newest commit that has it, by one path in it.
public final class DamagedPaths {
    private static final int MAX_SEEN = 1 << 20;

    private final Repository repository;
    private final ContentReader contents;
    private final Loss damaged;
    private final IdSet seen = new IdSet(MAX_SEEN);

    /// @param damaged whether [reel.store.Chunks] cannot give a chunk any more, such as fsck has found; what turns out
    ///     to be unreadable on the way counts too
    public DamagedPaths(Repository repository, ContentReader contents, Loss damaged) {
        this.repository = repository;
        this.contents = contents;
        this.damaged = damaged;
    }

    /// Asks whether a chunk is lost.
    @FunctionalInterface
    public interface Loss {
        boolean isLost(Hash id) throws IOException;
    }

    /// @param path null where the commit itself or its root folder is affected
    public record Affected(Hash commit, @Nullable RepoPath path, Hash damaged) {}

    /// Receives what is affected.
    @FunctionalInterface
    public interface Sink {
        void affected(Affected affected) throws IOException;
    }

    /// @param starts commits to begin at; their ancestors follow
    /// @return how many commits were looked at
    public long find(Collection<Hash> starts, Sink sink) throws IOException {
        Search search = new Search(sink);
        for (Hash start : starts) {
            search.enqueue(start);
        }
        for (Dated next = search.queue.poll(); next != null; next = search.queue.poll()) {
            search.tree(next.id, next.commit.tree());
            for (Hash parent : next.commit.parents()) {
                search.enqueue(parent);
            }
        }
        return search.commits.size();
    }

    /// The first chunk that keeps `content` from being read; null where all of it is there.
    public @Nullable Hash firstLost(Content content) throws IOException {
        Hash[] found = {content.root()};
        boolean[] hit = {false};
        try {
            contents.forEachChunk(content, (id, height, offset, length) -> {
                if (!hit[0]) {
                    found[0] = id;
                    hit[0] = damaged.isLost(id);
                }
                return !hit[0] && (height == 0 || !seen.contains(id));
            });
        } catch (Missing | Corrupt unreadable) {
            return found[0];
        }
        if (!hit[0] && content.height() > 0) {
            seen.add(content.root());
        }
        return hit[0] ? found[0] : null;
    }

    private record Dated(Hash id, Commit commit) {}

    private record Folder(@Nullable RepoPath path, Hash tree) {}

    private final class Search {
        private final Sink sink;
        private final Set<Hash> commits = new HashSet<>();
        private final PriorityQueue<Dated> queue = new PriorityQueue<>(Comparator.<Dated>comparingLong(
                        dated -> dated.commit.committer().epochMillis())
                .reversed());

        Search(Sink sink) {
            this.sink = sink;
        }

        /// A commit that cannot be read is affected itself; what only it leads to stays unknown.
        void enqueue(Hash id) throws IOException {
            if (!commits.add(id)) {
                return;
            }
            try {
                queue.add(new Dated(id, repository.commits().read(id)));
            } catch (Missing | Corrupt unreadable) {
                sink.affected(new Affected(id, null, id));
            }
        }

        void tree(Hash commit, Hash root) throws IOException {
            Deque<Folder> todo = new ArrayDeque<>();
            todo.push(new Folder(null, root));
            while (!todo.isEmpty()) {
                Folder folder = todo.pop();
                if (folder.tree.equals(Trees.EMPTY) || !seen.add(folder.tree)) {
                    continue;
                }
                try {
                    repository.trees().forEach(folder.tree, entry -> entry(commit, folder.path, entry, todo));
                } catch (Missing | Corrupt unreadable) {
                    sink.affected(new Affected(commit, folder.path, folder.tree));
                }
            }
        }

        private void entry(Hash commit, @Nullable RepoPath in, TreeEntry entry, Deque<Folder> todo) throws IOException {
            RepoPath path = Trees.path(in, entry);
            switch (entry) {
                case TreeEntry.Folder folder -> todo.push(new Folder(path, folder.tree()));
                case TreeEntry.File file -> {
                    Hash found = firstLost(file.content());
                    if (found != null) {
                        sink.affected(new Affected(commit, path, found));
                    }
                }
                case TreeEntry.Link link -> {}
            }
        }
    }
}
