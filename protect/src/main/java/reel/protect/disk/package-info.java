/// The few things this room asks of a file system, behind one small seam so that each of them can fail in a test.
///
/// In:  paths.   Out: bytes, durable names, a lock.
/// Knows: reel.stream, reel.backend for what failures mean.   Must not know: symbols.
/// Start at Disk.
@NullMarked
package reel.protect.disk;

import org.jspecify.annotations.NullMarked;
