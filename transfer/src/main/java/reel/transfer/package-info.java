/// Transfers: files and trees between any two places, in parallel, verified, resumed where they stopped.
///
/// In:  a TransferJob: two endpoints, a mode, options.   Out: events while it runs, a TransferReport at its end.
/// Knows: reel.backend.place, reel.stream.               Must not know: protocols, repositories, arguments, texts.
/// Start at Transfer; what can be wished for is in reel.transfer.job.
@NullMarked
package reel.transfer;

import org.jspecify.annotations.NullMarked;
