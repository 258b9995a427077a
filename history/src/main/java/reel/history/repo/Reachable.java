package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import reel.history.commit.Commit;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.op.Op;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.LiveIds;
import reel.stream.hash.Hash;

/// The ids of everything that branches, tags, heads and kept operations lead to: commits, trees, nodes, leaves.
///
/// It reads the operation log and the extra roots anew at each [#forEach], so that gc, which holds off all
/// writers before it asks, gets all of it. What cannot be read is an error, never skipped: an unread node would
/// look as if nothing lived below it. Only a commit that nothing but a past operation names may be missing, since
/// an earlier gc with a shorter window has removed it together with what it led to.
public final class Reachable implements LiveIds {
    /// Nodes are skipped the second time they are met; 4 million take 256 MiB at most and are those of about 4
    /// TiB.
    private static final int MAX_SEEN = 4 << 20;

    private final Repository repository;
    private final ContentReader contents;
    private final UndoWindow window;
    private final List<Roots> extra;

    /// @param extra what else lives, such as the stages of workspaces
    public Reachable(Repository repository, ContentReader contents, UndoWindow window, List<Roots> extra) {
        this.repository = repository;
        this.contents = contents;
        this.window = window;
        this.extra = List.copyOf(extra);
    }

    /// Something outside the operation log that refers to what is stored.
    @FunctionalInterface
    public interface Roots {
        void tell(RootSink sink) throws IOException;
    }

    /// Receives roots, in any order and any number of times.
    public interface RootSink {
        void commit(Hash commit) throws IOException;

        void tree(Hash tree) throws IOException;

        void content(Content content) throws IOException;
    }

    @Override
    public void forEach(Consumer<Hash> sink) throws IOException {
        Walk walk = new Walk(sink);
        Op newest = repository.ops().current();
        for (Hash commit : newest.view().commits()) {
            walk.commit(commit);
        }
        for (Roots roots : extra) {
            roots.tell(walk);
        }
        for (long number = newest.number() - 1; number >= 1; number--) {
            if (!window.mayKeep(number, newest.number())) {
                break;
            }
            Op op = repository.ops().at(number);
            if (!window.keeps(op, newest.number())) {
                // Times may go backwards between operations, numbers do not: look at all of them.
                continue;
            }
            for (Hash commit : op.view().commits()) {
                if (repository.chunks().contains(commit)) {
                    walk.commit(commit);
                }
            }
        }
    }

    private final class Walk implements RootSink {
        private final Consumer<Hash> sink;
        private final IdSet seen = new IdSet(MAX_SEEN);

        Walk(Consumer<Hash> sink) {
            this.sink = sink;
        }

        @Override
        public void commit(Hash start) throws IOException {
            Deque<Hash> todo = new ArrayDeque<>(List.of(start));
            while (!todo.isEmpty()) {
                Hash id = todo.pop();
                if (seen.add(id)) {
                    sink.accept(id);
                    Commit commit = repository.commits().read(id);
                    tree(commit.tree());
                    todo.addAll(commit.parents());
                }
            }
        }

        /// Folders in folders are taken one by one, so that no depth of them exhausts the stack.
        @Override
        public void tree(Hash root) throws IOException {
            Deque<Hash> todo = new ArrayDeque<>(List.of(root));
            while (!todo.isEmpty()) {
                repository.trees().forEachNode(todo.pop(), this::isNewNode, entry -> {
                    switch (entry) {
                        case TreeEntry.File file -> content(file.content());
                        case TreeEntry.Folder folder -> todo.push(folder.tree());
                        case TreeEntry.Link link -> {}
                    }
                });
            }
        }

        /// The empty tree is known without being stored.
        private boolean isNewNode(Hash id) {
            boolean isNew = !id.equals(Trees.EMPTY) && seen.add(id);
            if (isNew) {
                sink.accept(id);
            }
            return isNew;
        }

        @Override
        public void content(Content content) throws IOException {
            contents.forEachChunk(content, (id, height, offset, length) -> {
                if (height == 0) {
                    sink.accept(id);
                    return false;
                }
                return isNewNode(id);
            });
        }
    }
}
