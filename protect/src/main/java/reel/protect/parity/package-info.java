/// Parity: RaptorQ repair symbols over groups of packs, so that lost and damaged packs come back bit for bit.
///
/// In:  packs as they are stored, a census.   Out: `parity/<id>.par`; healed packs; what can be brought back.
/// Knows: reel.store.layout, reel.raptorq.    Must not know: chunks, keys, commits.
/// Start at ParityStore; the layout is docs/format/parity.md. HOT: BlockGather, SymbolSum.
@NullMarked
package reel.protect.parity;

import org.jspecify.annotations.NullMarked;
