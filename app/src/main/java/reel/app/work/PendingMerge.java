package reel.app.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.merge.MergeConflict;
import reel.history.merge.MergeState;
import reel.history.workspace.stage.Stage;
import reel.stream.Corrupt;

/// The merge that waits for a person, as the workspace keeps it.
public final class PendingMerge {
    private PendingMerge() {}

    /// Null when no merge waits.
    public static @Nullable MergeState read(Workspace workspace) throws IOException {
        Path file = workspace.folder().mergeFile();
        if (!Files.exists(file)) {
            return null;
        }
        if (Files.size(file) > MergeState.MAX_BYTES) {
            throw new Corrupt(
                    file.toString(),
                    -1,
                    "at most " + MergeState.MAX_BYTES + " bytes",
                    Files.size(file) + " bytes",
                    "End the merge with `reel merge --abort`.",
                    null);
        }
        return MergeState.decode(Files.readAllBytes(file), file.toString());
    }

    /// Replaces the state: afterwards it is the old one or the new one. The caller holds the lock.
    static void write(Workspace workspace, MergeState state) throws IOException {
        Path file = workspace.folder().mergeFile();
        Path fresh = Files.createTempFile(workspace.folder().temporary(), "merge", ".tmp");
        try {
            try (var out = java.nio.channels.FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var bytes = java.nio.ByteBuffer.wrap(state.encode());
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    static void clear(Workspace workspace) throws IOException {
        Files.deleteIfExists(workspace.folder().mergeFile());
    }

    /// Strikes the conflicts that the stage no longer marks.
    static void decided(Workspace workspace, Stage stage) throws IOException {
        MergeState state = read(workspace);
        if (state == null || state.isResolved()) {
            return;
        }
        List<MergeConflict> left = state.conflicts().stream()
                .filter(conflict -> {
                    int row = stage.find(conflict.path());
                    return row >= 0 && stage.isConflict(row);
                })
                .toList();
        if (left.size() != state.conflicts().size()) {
            write(workspace, state.withConflicts(left));
        }
    }
}
