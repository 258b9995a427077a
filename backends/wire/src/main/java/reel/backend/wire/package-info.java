/// HTTP/1.1 for places: calls over blocking connections that move bytes between a lease and a socket without
/// copies in between, end at once when their thread is interrupted, and never wait longer than they may.
///
/// In:  calls with a body of a [reel.backend.Source].   Out: answers, whose bytes come in pieces.
/// Knows: reel.backend (places), reel.stream.  Must not know: which service answers, signatures, retries.
/// Start at Wire, then Call and Answer.                 HOT: Answer.read, Sender.
@NullMarked
package reel.backend.wire;

import org.jspecify.annotations.NullMarked;
