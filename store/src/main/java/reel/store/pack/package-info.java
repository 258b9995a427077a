/// Packs: many sealed chunks in one immutable object, with a trailer that finds them again.
///
/// In:  chunks in arrival order.          Out: one object per pack, named by the BLAKE3 of its footer; chunks again.
/// Knows: reel.backend, reel.stream.      Must not know: trees, commits, which kinds of chunk there are.
/// Start at PackStream and PackReader; the layout is docs/format/pack.md. HOT: FrameBuilder, PackReader.
@NullMarked
package reel.store.pack;

import org.jspecify.annotations.NullMarked;
