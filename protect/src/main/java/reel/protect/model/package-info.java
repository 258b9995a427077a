/// What callers and the layouts have in common: settings, shares of memory, progress, reports as values.
///
/// In:  numbers.   Out: records that hold only what may be.
/// Knows: reel.stream, reel.raptorq.   Must not know: files, JSON, parts.
/// Start at ProtectConfig.
@NullMarked
package reel.protect.model;

import org.jspecify.annotations.NullMarked;
