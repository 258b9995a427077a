/// Comparing two trees while they are read, in one order and bounded memory.
///
/// In:  two endpoints, a selection, a rule.      Out: a Plan hears what to send, to leave, to delete.
/// Knows: reel.transfer.job, its filter, reel.backend.place.   Must not know: how files are sent.
/// Start at Discovery; Cursor is one side's tree in order.
@NullMarked
package reel.transfer.discover;

import org.jspecify.annotations.NullMarked;
