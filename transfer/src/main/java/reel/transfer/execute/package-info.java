/// Doing what a comparison found: streams that share the work, files in parts, and what comes after.
///
/// In:  items of a discovery, in any order.       Out: published files, events, a report.
/// Knows: reel.transfer.job, discover, adapt, journal, container, reel.backend.place.   Must not know: protocols.
/// Start at Execution; FileWork is one file on its way, WorkQueue shares them out.
@NullMarked
package reel.transfer.execute;

import org.jspecify.annotations.NullMarked;
