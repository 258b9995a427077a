/// ISO base media files (ISO/IEC 14496-12) and QuickTime: what a film's `moov` says of its tracks and samples.
///
/// In:  a `RandomReader`.                 Out: a `Movie`: tracks, times, time code; where every sample lies.
/// Knows: reel.stream.                    Must not know: codecs, ffmpeg, storage.
/// Start at Movie.read; SampleTable walks stsc, stco, co64 and stsz without a list of samples.
@NullMarked
package reel.media.isobmff;

import org.jspecify.annotations.NullMarked;
