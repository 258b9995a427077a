/// Status: what differs between a commit's tree, the stage and the disk.
///
/// In:  a tree, a stage, a folder.        Out: changes by path, untracked, ignored, what could not be looked at.
/// Knows: stage, walk, rules, trees, diff.  Must not know: how changes are added or undone.
/// Start at Status; FolderScan is the stage against the disk. HOT: FolderScan.
@NullMarked
package reel.history.workspace.status;

import org.jspecify.annotations.NullMarked;
