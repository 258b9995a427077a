package reel.media.isobmff;

import org.jspecify.annotations.Nullable;

/// One track of a film.
///
/// @param number its id in the file, from 1
/// @param handler what kind it is: `vide`, `soun`, `tmcd`, `text`, `subt`, `meta` …
/// @param codec four characters of its first sample entry; `none` where it has none
/// @param language three letters of ISO 639-2, `und` if not said
/// @param ticksPerSecond of [#ticks]
/// @param ticks how long its samples last
/// @param ticksEach how long each sample lasts; 0 where they differ
/// @param width pixels of its pictures as coded; 0 for other kinds
/// @param height the same
/// @param turned degrees the pictures are turned clockwise before they are shown: 0, 90, 180 or 270
/// @param channels of sound; 0 for other kinds
/// @param samplesPerSecond of sound
/// @param timeCode how a time code track counts; null for other kinds
/// @param elsewhere whether samples lie in another file
/// @param table where its samples lie
public record Track(
        long number,
        String handler,
        String codec,
        String language,
        long ticksPerSecond,
        long ticks,
        long ticksEach,
        int width,
        int height,
        int turned,
        int channels,
        int samplesPerSecond,
        @Nullable TimeCode timeCode,
        boolean elsewhere,
        SampleTable table) {

    public boolean isVideo() {
        return handler.equals("vide");
    }

    public boolean isAudio() {
        return handler.equals("soun");
    }

    public double seconds() {
        return ticksPerSecond <= 0 ? 0 : (double) ticks / ticksPerSecond;
    }

    /// Samples a second over the whole length; 0 if not known.
    public double rate() {
        return ticks <= 0 ? 0 : (double) table.samples() * ticksPerSecond / ticks;
    }
}
