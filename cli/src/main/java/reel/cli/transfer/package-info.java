/// Commands on places: copies and comparisons, listings, remotes; what they print and stream.
///
/// In:  parsed arguments, a screen.                  Out: a use case, text or JSON, an exit code.
/// Knows: reel.app, reel.transfer.job, cli.screen.   Must not know: repositories, protocols.
/// Start at CopyCommand; TransferRun is what the transferring commands have in common.
@NullMarked
package reel.cli.transfer;

import org.jspecify.annotations.NullMarked;
