package reel.transfer.journal;

/// A file that an earlier process began.
///
/// @param partSize its parts, which stay as they were
/// @param token    what its place goes on with
/// @param pieces   that arrived, as far as the journal knows
/// @param log      where to go on writing
public record Unfinished(long partSize, String token, Pieces pieces, FileLog log) {}
