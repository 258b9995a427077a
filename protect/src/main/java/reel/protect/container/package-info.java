/// Symbols in a few part files, each of which describes the whole set.
///
/// In:  a source file, or surviving parts.   Out: parts, or the file.
/// Knows: disk, model, reel.raptorq.   Must not know: layout files, commands.
/// Start at PartFormat; the layout is docs/format/symbol-container.md.
@NullMarked
package reel.protect.container;

import org.jspecify.annotations.NullMarked;
