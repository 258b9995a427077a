/// Keeping a repository whole: parity is written, damage is found, told and healed.
///
/// In:  an opened workspace, or a caller. Out: what was checked, healed, lost.
/// Knows: history, store, protect.        Must not know: command lines, terminals.
/// Start at RepairRepository, ScrubRepository, WriteParity.
@NullMarked
package reel.app.heal;

import org.jspecify.annotations.NullMarked;
