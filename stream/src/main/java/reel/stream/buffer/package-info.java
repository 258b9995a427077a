/// Memory that is counted: off-heap buffers leased from one budget for the whole process.
///
/// In:  a wish for n bytes.               Out: a `Lease`, now or later; never over the limit.
/// Knows: the JDK.                        Must not know: what the bytes are for.
/// Start at MemoryBudget.
@NullMarked
package reel.stream.buffer;

import org.jspecify.annotations.NullMarked;
