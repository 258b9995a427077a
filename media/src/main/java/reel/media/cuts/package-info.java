/// Cuts: where the elements of a container begin and end, so that chunks can end there too.
///
/// In:  a `RandomReader`.                 Out: offsets for `CutHints`, or none where the file does not parse.
/// Knows: reel.stream.                    Must not know: chunkers, storage, what the elements mean.
/// Start at MediaCuts; one class per container format.
@NullMarked
package reel.media.cuts;

import org.jspecify.annotations.NullMarked;
