/// Collecting garbage: packs without living chunks go, packs with few are written again.
///
/// In:  the ids that live.                Out: a smaller repository, and what was done.
/// Knows: reel.store.pack, reel.store.index. Must not know: why a chunk lives.
/// Start at Collector; the order of steps is docs/format/gc.md.
@NullMarked
package reel.store.gc;

import org.jspecify.annotations.NullMarked;
