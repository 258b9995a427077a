/// Filters of paths, with the rules of rsync.
///
/// In:  lines such as `- *.tmp`, paths.     Out: whether a file or folder takes part.
/// Knows: reel.stream.                      Must not know: places, transfers.
/// Start at Filters. HOT: Glob, once for every rule and path.
@NullMarked
package reel.transfer.filter;

import org.jspecify.annotations.NullMarked;
