package reel.transfer.journal;

import java.nio.file.Path;
import java.util.List;

/// A transfer from elsewhere to the same destination that was stopped and has not gone on. Nobody works on it: who
/// does would hold the lock of the destination.
///
/// @param source     without secrets
/// @param leftovers  its unfinished files
/// @param file       its journal
public record Stopped(String source, List<Leftover> leftovers, Path file) {}
