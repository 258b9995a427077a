/// One class per command: its options, what it calls, how it shows the answer.
///
/// In:  parsed options.                   Out: text or JSON on a Screen, an exit code.
/// Knows: reel.app, reel.cli.screen.      Must not know: how a use case works, how arguments reach it.
/// Start at Catalog.
@NullMarked
package reel.cli.command;

import org.jspecify.annotations.NullMarked;
