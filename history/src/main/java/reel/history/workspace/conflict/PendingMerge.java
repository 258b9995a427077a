package reel.history.workspace.conflict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.backend.Durable;
import reel.history.merge.MergeConflict;
import reel.history.merge.MergeState;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.checkout.Checkout;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.status.StagedChanges;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// The merge of one working folder that is begun and not committed. Callers hold the workspace's lock.
///
/// The way of a merge: [#begin] (also when there is no conflict), a person decides (`add`, `rm`, [#choose]) until
/// [#requireDecided] is content, the merge commit with both parents, [#finish]. Or [#abort].
public final class PendingMerge {
    private final WorkingFolder folder;
    private final Trees trees;
    private final Checkout checkout;

    public PendingMerge(WorkingFolder folder, Trees trees, Checkout checkout) {
        this.folder = folder;
        this.trees = trees;
        this.checkout = checkout;
    }

    /// Which side of a conflict.
    public enum Side {
        OURS,
        THEIRS
    }

    /// The merge that is begun here, or null.
    public static @Nullable MergeState read(WorkingFolder folder) throws IOException {
        Path file = folder.mergeFile();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long length = channel.size();
            if (length > MergeState.MAX_BYTES) {
                throw new Corrupt(file.toString(), -1, "at most " + MergeState.MAX_BYTES + " bytes", length + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // The next piece.
            }
            return MergeState.decode(bytes.array(), file.toString());
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /// Puts a merged tree into the folder, at conflicts what they show, and remembers the merge. [Refused] when
    /// something is staged, a merge is begun already, or unsaved work would be overwritten; then nothing changed.
    ///
    /// @param headTree the tree of [MergeState#ours]
    public CheckoutResult begin(Stage stage, Hash headTree, Hash mergedTree, MergeState state) throws IOException {
        if (Files.exists(folder.mergeFile(), LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("merge", "one is begun already", "Run `reel merge --continue` or `reel merge --abort`.");
        }
        if (!StagedChanges.of(trees, headTree, stage, PathSet.ALL).isEmpty()) {
            throw new Refused("merge", "something is added and not committed", "Commit it, or unstage it.");
        }
        write(state);
        CheckoutResult result;
        try {
            result = checkout.switchTree(stage, headTree, mergedTree);
        } catch (Refused unsavedWork) {
            forget();
            throw unsavedWork;
        }
        NavigableMap<RepoPath, @Nullable StageEntry> marks = new TreeMap<>();
        for (MergeConflict conflict : state.conflicts()) {
            mark(result.stage(), conflict.path(), marks);
        }
        Stage merging = StageBuilder.withMerging(StageBuilder.edit(result.stage(), marks), true);
        new StageFile(folder).write(merging);
        return new CheckoutResult(merging, result.written(), result.removed(), result.bytes());
    }

    /// Marks the path, or everything below it where a folder is shown.
    private static void mark(Stage stage, RepoPath path, NavigableMap<RepoPath, @Nullable StageEntry> marks) {
        int found = stage.find(path);
        int row = found < 0 ? -1 - found : found;
        while (row < stage.size() && stage.path(row).isWithin(path)) {
            StageEntry entry = stage.entry(row++);
            marks.put(entry.path(), entry.withConflict(true));
        }
    }

    private void write(MergeState state) throws IOException {
        Path temporary = folder.temporaryName("merge");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(state.encode());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            Files.move(
                    temporary, folder.mergeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.folder(folder.meta());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private MergeState require() throws IOException {
        MergeState state = read(folder);
        if (state == null) {
            throw new Missing("merge", "none is begun here");
        }
        return state;
    }

    /// The merge, ready to be committed: [Refused] while conflicts are open, or when the stage it filled was lost.
    public MergeState requireDecided(Stage stage) throws IOException {
        MergeState state = require();
        if (isCutOff(stage)) {
            throw new Refused("merge", "what it staged was lost", "Run `reel merge --abort`, then merge again.");
        }
        List<RepoPath> open = stage.conflicts();
        if (!open.isEmpty()) {
            throw new Refused(
                    "merge",
                    (open.size() == 1 ? "1 conflict is" : open.size() + " conflicts are")
                            + " not decided, the first is " + open.getFirst(),
                    "Edit and `reel add`, or `reel restore --ours` or `--theirs`.");
        }
        return state;
    }

    /// Decides the open conflicts in `scope` for one side: its files on disk and in the stage. [Missing] when
    /// there are none.
    public CheckoutResult choose(Stage stage, PathSet scope, Side side) throws IOException {
        NavigableMap<RepoPath, @Nullable TreeEntry> wanted = new TreeMap<>();
        for (MergeConflict conflict : require().conflicts()) {
            RepoPath path = conflict.path();
            NavigableMap<RepoPath, @Nullable StageEntry> marked = new TreeMap<>();
            mark(stage, path, marked);
            boolean open = marked.values().stream().anyMatch(entry -> entry != null && entry.conflict());
            if (open && (scope.includes(path) || scope.namesBelow(path))) {
                marked.keySet().forEach(row -> wanted.put(row, null));
                collect(path, side == Side.OURS ? conflict.ours() : conflict.theirs(), wanted);
            }
        }
        if (wanted.isEmpty()) {
            throw new Missing("conflict", "none is open there", "See `reel status`.");
        }
        return checkout.choose(stage, wanted);
    }

    private void collect(RepoPath path, @Nullable TreeEntry side, NavigableMap<RepoPath, @Nullable TreeEntry> wanted)
            throws IOException {
        if (side instanceof TreeEntry.Folder whole && !whole.tree().equals(Trees.EMPTY)) {
            trees.walk(whole.tree(), path, (below, entry) -> {
                boolean leaf = !(entry instanceof TreeEntry.Folder inner)
                        || inner.tree().equals(Trees.EMPTY);
                if (leaf) {
                    wanted.put(below, entry);
                }
                return !leaf;
            });
        } else {
            wanted.put(path, side);
        }
    }

    /// Puts everything the merge touched back to `headTree` and forgets the merge; work it did not touch stays.
    ///
    /// @param cutOff where [#isCutOff], the tree that was to be put into the folder; else null
    public CheckoutResult abort(Stage stage, Hash headTree, @Nullable Hash cutOff) throws IOException {
        require();
        CheckoutResult result = cutOff == null
                ? checkout.undoMerge(stage, headTree)
                : checkout.undoCutOffMerge(stage, headTree, cutOff);
        Stage over = finish(result.stage());
        return new CheckoutResult(over, result.written(), result.removed(), result.bytes());
    }

    /// Whether a merge ended before its stage was written, so that the stage does not say what it put into the folder.
    public static boolean isCutOff(Stage stage) {
        return !stage.isMerging();
    }

    /// Ends the merge; called once its commit is in the operation log.
    ///
    /// @return the stage as it is now, on disk as well
    public Stage finish(Stage stage) throws IOException {
        Stage over = StageBuilder.withMerging(stage, false);
        new StageFile(folder).write(over);
        forget();
        return over;
    }

    private void forget() throws IOException {
        Files.deleteIfExists(folder.mergeFile());
        Durable.folder(folder.meta());
    }
}
