/// Twins: a second copy of every small object that a repository cannot do without, put back when the first is lost.
///
/// In:  a backend.                        Out: the same backend, whose small objects heal when they are read.
/// Knows: reel.backend, reel.stream.      Must not know: what operations, keys and formats hold.
/// Start at TwinBackend; the layout is docs/format/parity.md.
@NullMarked
package reel.protect.twin;

import org.jspecify.annotations.NullMarked;
