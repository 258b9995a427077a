/// Places on servers reached by ssh: SFTP version 3 spoken by us, deeply pipelined, through the user's own `ssh`.
///
/// In:  a location, ranges, parts.         Out: many requests in flight on a few connections; typed errors.
/// Knows: reel.backend.place, reel.stream. Must not know: other protocols, plans, journals, retries.
/// Start at SftpPlaces; SftpPlace does, Lines lends connections, Line speaks.   HOT: Line, RangeRead.
@NullMarked
package reel.backend.sftp;

import org.jspecify.annotations.NullMarked;
