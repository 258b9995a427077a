/// What has arrived, written down, so that a transfer goes on where a kill or a cut stopped it.
///
/// In:  files begun, pieces arrived.     Out: docs/format/transfer-journal.md, and back.
/// Knows: reel.stream.                   Must not know: places, plans, secrets.
/// Start at Journal.
@NullMarked
package reel.transfer.journal;

import org.jspecify.annotations.NullMarked;
