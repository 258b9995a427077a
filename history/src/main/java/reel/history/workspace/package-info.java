/// The working folder: what is on disk here, what was added, and how files get back.
///
/// In:  a folder and a tree.              Out: the stage, status, files written and verified.
/// Knows: the rooms of history.           Must not know: the command line, packs.
/// Start at WorkingFolder; then `stage` (what is tracked), `walk` and `rules` (what is there, what is ignored),
/// `status`, `add`, `checkout`.
@NullMarked
package reel.history.workspace;

import org.jspecify.annotations.NullMarked;
