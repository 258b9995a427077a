package reel.history.workspace.add;

import reel.history.workspace.stage.StageEntry;

/// What became of one file on disk.
sealed interface Outcome {
    /// It has content that the stage does not have. @param bytes read
    record Stored(StageEntry entry, long bytes) implements Outcome {}

    /// It is what the stage says; only its stat is news. @param bytes read
    record Same(StageEntry entry, long bytes) implements Outcome {}

    record Vanished() implements Outcome {}

    record Unusable(String reason) implements Outcome {}
}
