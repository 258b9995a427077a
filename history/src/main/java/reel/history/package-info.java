/// History: what the files were at every moment, and the way between moments.
///
/// In:  a workspace folder and chunks.    Out: trees, commits, operations, checked-out files, differences, merges.
/// Knows: reel.store and below.           Must not know: networks, the command line, media formats.
/// Start at `manifest` (a file), `tree` (a folder), `commit`, `op` (the log that makes every command atomic),
/// `workspace`.
@NullMarked
package reel.history;

import org.jspecify.annotations.NullMarked;
