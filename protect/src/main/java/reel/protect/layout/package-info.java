/// The layout file of a symbol folder: `_raptorq_layout.json` in its three forms, and symbol ids.
///
/// In:  JSON text.   Out: checked blocks; ids one block at a time.
/// Knows: reel.raptorq for parameters, Jackson.   Must not know: what symbols hold, where memory comes from.
/// Start at LayoutFile; the format is docs/format/symbols.md.
@NullMarked
package reel.protect.layout;

import org.jspecify.annotations.NullMarked;
