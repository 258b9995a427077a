/// What is wanted of a transfer and what is told of it: values, and one interface of events.
///
/// In:  wishes of a user.                       Out: records that validate themselves.
/// Knows: reel.backend.place, reel.stream.      Must not know: how transfers are done.
/// Start at TransferJob, then TransferOptions, TransferEvents, TransferReport.
@NullMarked
package reel.transfer.job;

import org.jspecify.annotations.NullMarked;
