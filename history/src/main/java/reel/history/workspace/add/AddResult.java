package reel.history.workspace.add;

import java.util.List;
import reel.history.tree.RepoPath;
import reel.history.workspace.Skipped;
import reel.history.workspace.stage.Stage;
import reel.store.ChunkWriter;

/// What adding did, each list in path order.
///
/// @param stage     as it is now, on disk as well
/// @param unchanged tracked entries in scope that were as the stage said
/// @param skipped   what could not be added, and why; the rest was
/// @param bytes     of the files that were read
/// @param stored    what it cost in the store
public record AddResult(
        Stage stage,
        List<RepoPath> added,
        List<RepoPath> modified,
        List<RepoPath> removed,
        long unchanged,
        List<Skipped> skipped,
        long bytes,
        ChunkWriter.Stored stored) {}
