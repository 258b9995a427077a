package reel.video;

import java.util.List;
import reel.stream.hash.Hash;
import reel.video.carrier.Preset;
import reel.video.payload.Entry;

/// What an encode did.
///
/// @param videoBytes -1 for a pipe
/// @param hashes     BLAKE3 of each file, in the order of entries
/// @param skipped    what was left out, each with its reason
public record EncodeReport(
        Preset preset,
        boolean encrypted,
        List<Entry> entries,
        List<Hash> hashes,
        long contentBytes,
        long videoBytes,
        List<String> skipped) {}
