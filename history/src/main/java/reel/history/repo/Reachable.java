package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.history.commit.Commit;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.op.Op;
import reel.history.op.OpInfo;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.LiveIds;
import reel.stream.hash.Hash;

/// The ids of everything that branches, tags, heads and kept operations lead to: commits, trees, nodes, leaves.
///
/// It reads the operation log and the extra roots anew at each [#forEach], the log first: what moves from a stage into
/// an operation meanwhile makes the announcement fail. What cannot be read is an error, never skipped: an unread node
/// would
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
    private final Who who;
    private @Nullable Walk walk;
    private long floor;
    private long told;

    /// Who collects, now.
    @FunctionalInterface
    public interface Who {
        OpInfo get() throws IOException;
    }

    /// @param extra what else lives, such as the stages of workspaces
    /// @param who   for the entry that announces a sweep
    public Reachable(Repository repository, ContentReader contents, UndoWindow window, List<Roots> extra, Who who) {
        this.repository = repository;
        this.contents = contents;
        this.window = window;
        this.extra = List.copyOf(extra);
        this.who = who;
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

    /// The operation that the window begins with, and never less than earlier collections have promised.
    @Override
    public long floor(long least) throws IOException {
        Op newest = repository.ops().current();
        long first = window.first(newest.number(), repository.ops()::at);
        return Math.max(Math.max(least, newest.swept().floor()), first);
    }

    @Override
    public void begin(long fromFloor) {
        floor = fromFloor;
        told = 0;
        walk = new Walk();
    }

    @Override
    public void forEach(Consumer<Hash> sink) throws IOException {
        if (walk == null) {
            begin(floor(0));
        }
        Walk going = Objects.requireNonNull(walk);
        going.sink = sink;
        Op newest = repository.ops().current();
        for (Hash commit : newest.view().commits()) {
            going.commit(commit);
        }
        for (long number = newest.number() - 1; number >= Math.max(floor, told + 1); number--) {
            for (Hash commit : repository.ops().at(number).view().commits()) {
                if (repository.chunks().contains(commit)) {
                    going.commit(commit);
                }
            }
        }
        for (Roots roots : extra) {
            roots.tell(going);
        }
        told = newest.number();
    }

    @Override
    public boolean announce(long epoch, long atFloor) throws IOException {
        return repository.ops().announce(who.get(), told, epoch, Math.min(atFloor, told + 1));
    }

    private final class Walk implements RootSink {
        private final IdSet seen = new IdSet(MAX_SEEN);
        private Consumer<Hash> sink = _ -> {};

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
