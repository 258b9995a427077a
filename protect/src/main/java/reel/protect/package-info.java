/// Erasure coding of whole files: symbols on storage, and the file back from what is left of them.
///
/// In:  a file, or a folder of symbols.   Out: symbols, a report, or the file.
/// Knows: everything below, reel.backend, reel.stream, reel.raptorq.   Must not know: repositories, commands.
/// Start at ProtectSession; the layouts are docs/format/symbols.md and docs/format/symbol-container.md.
@NullMarked
package reel.protect;

import org.jspecify.annotations.NullMarked;
