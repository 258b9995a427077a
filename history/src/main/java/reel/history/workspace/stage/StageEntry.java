package reel.history.workspace.stage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;

/// One tracked path.
///
/// @param entry    what is staged; its name is the path's last segment; a folder is an empty one
/// @param stat     the disk when it was last known to equal `entry`; null when that is not known
/// @param racy     an edit after that could have kept the stat, so that it proves nothing
/// @param conflict a merge left this path for a person to decide
public record StageEntry(
        RepoPath path, TreeEntry entry, @Nullable FileStat stat, boolean racy, boolean conflict) {
    public StageEntry {
        if (!Arrays.equals(path.name(), entry.name())) {
            throw new IllegalArgumentException("entry " + entry.shownName() + " at path " + path);
        }
    }

    /// An entry of which only the content is known, not whether the disk agrees.
    public static StageEntry unseen(RepoPath path, TreeEntry entry) {
        return new StageEntry(path, entry, null, false, false);
    }

    /// An entry that the disk agreed with when it looked like `stat`.
    public static StageEntry seen(RepoPath path, TreeEntry entry, FileStat stat, boolean racy) {
        return new StageEntry(path, entry, stat, racy, false);
    }

    public StageEntry withConflict(boolean conflict) {
        return new StageEntry(path, entry, stat, racy, conflict);
    }
}
