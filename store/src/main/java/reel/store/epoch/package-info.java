/// Epochs: what lets sessions that write and a collection run side by side.
///
/// In:  sessions that begin and end; packs that are going to be deleted.   Out: holds, and the wait until old ones end.
/// Knows: reel.backend, reel.stream, layout.      Must not know: what a pack holds, who refers to it.
/// Start at Epochs; the protocol is docs/format/gc.md.
@NullMarked
package reel.store.epoch;

import org.jspecify.annotations.NullMarked;
