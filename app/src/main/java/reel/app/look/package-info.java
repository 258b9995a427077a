/// Looking at versions: log, show, diff, files, statistics. Nothing here changes anything.
///
/// In:  revisions and paths.              Out: commits, changes, bytes, figures.
/// Knows: reel.app, reel.history.         Must not know: how it is printed.
/// Start at ShowLog.
@NullMarked
package reel.app.look;

import org.jspecify.annotations.NullMarked;
