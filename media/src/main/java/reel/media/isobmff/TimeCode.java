package reel.media.isobmff;

import java.util.Locale;

/// How a time code track counts frames (QuickTime File Format, "Timecode Media").
///
/// @param framesPerSecond of the count: 30 where the film runs at 29.97
/// @param dropFrame whether numbers are left out to keep up with the clock
public record TimeCode(int framesPerSecond, boolean dropFrame) {
    private static final int FRAMES_DROPPED_PER_MINUTE_AT_30 = 2;

    public TimeCode {
        if (framesPerSecond < 1 || framesPerSecond > 255) {
            throw new IllegalArgumentException(framesPerSecond + " frames a second");
        }
    }

    /// `01:00:00:00`, with `;` before the frames of drop-frame time code (SMPTE ST 12-1).
    public String text(long frame) {
        long shown = Math.max(0, frame);
        if (dropFrame && framesPerSecond % 30 == 0) {
            long dropped = FRAMES_DROPPED_PER_MINUTE_AT_30 * (long) (framesPerSecond / 30);
            long perMinute = 60L * framesPerSecond - dropped;
            long perTenMinutes = 10 * perMinute + dropped;
            long tens = shown / perTenMinutes;
            long rest = shown % perTenMinutes;
            shown += 9 * dropped * tens;
            if (rest >= dropped) {
                shown += dropped * ((rest - dropped) / perMinute);
            }
        }
        long seconds = shown / framesPerSecond;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%s%02d",
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                dropFrame ? ";" : ":",
                shown % framesPerSecond);
    }
}
