package reel.history.workspace.checkout;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Set;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;

/// Tells which staged versions of files are in no commit: with their row of the stage the last of them goes.
@FunctionalInterface
public interface Uncommitted {
    Set<RepoPath> among(NavigableMap<RepoPath, TreeEntry> staged) throws IOException;
}
