/// Folders of this machine as places: sparse files, links, owners, times to the nanosecond, names as they are.
///
/// In:  a folder, which need not exist.      Out: a Place; temporary files beside their targets until published.
/// Knows: reel.backend, its place, reel.stream.   Must not know: transfers, retries, other protocols.
/// Start at LocalPlace; LocalRoot keeps paths inside, LocalWriting publishes.
@NullMarked
package reel.backend.place.local;

import org.jspecify.annotations.NullMarked;
