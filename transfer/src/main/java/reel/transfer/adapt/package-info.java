/// How many streams at once are worth having, found out while they work.
///
/// In:  what was moved, how long a request takes, what failed.   Out: a number of streams.
/// Knows: nothing.                                               Must not know: threads, places, files.
/// Start at StreamController.
@NullMarked
package reel.transfer.adapt;

import org.jspecify.annotations.NullMarked;
