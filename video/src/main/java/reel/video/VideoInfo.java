package reel.video;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;
import reel.video.carrier.Sighting;
import reel.video.payload.Entry;

/// What a video of ours tells about itself.
///
/// @param encrypted whether its catalog is; null where that is not known
/// @param entries   null where the key or the end is missing
/// @param hashes    of the files, in the order of entries
/// @param trouble   why the catalog could not be read; null where it could
/// @param damaged   whether damage is why; else a passphrase lacks
public record VideoInfo(
        Sighting sighting,
        long videoBytes,
        @Nullable Boolean encrypted,
        @Nullable List<Entry> entries,
        @Nullable List<Hash> hashes,
        @Nullable String trouble,
        boolean damaged) {}
