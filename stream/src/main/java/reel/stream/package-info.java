/// Bytes on the move: the error kinds, positional readers, and fan-out on virtual threads.
///
/// In:  calls from every room.            Out: `ReelException` and its six kinds, `RandomReader`, `Scope`,
/// `CpuPool`.
/// Knows: nothing above the JDK.          Must not know: storage, commits, networks, file types.
/// Start at ReelException.
@NullMarked
package reel.stream;

import org.jspecify.annotations.NullMarked;
