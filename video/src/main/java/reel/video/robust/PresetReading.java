package reel.video.robust;

import reel.video.carrier.Preset;

/// How a preset got through a channel, as measured with a calibration clip.
///
/// @param framesSent    in the clip
/// @param framesFound   different ones whose header could be read
/// @param codewords     of the frames found
/// @param failed        of these, could not be corrected
/// @param bitErrorRate  share of all bits received wrong, before correction; 1/2 where no frame was found
/// @param signalToNoise of the header's cells, in decibels; 0 where no frame was found
/// @param lost          share of all symbols sent that did not arrive
/// @param repair        share that the preset's repair frames make up for
/// @param bytesPerFrame of payload, repair taken off
/// @param verdict       what to think of it
public record PresetReading(
        Preset preset,
        int framesSent,
        int framesFound,
        long codewords,
        long failed,
        double bitErrorRate,
        double signalToNoise,
        double lost,
        double repair,
        int bytesPerFrame,
        Verdict verdict) {
    /// Whether a preset can be used on a channel.
    public enum Verdict {
        /// Loses at most half of what repair makes up for.
        SAFE,
        /// Gets through, with little to spare.
        TIGHT,
        /// Loses more than repair makes up for.
        FAILS
    }

    static Verdict verdict(double lost, double repair) {
        return lost <= repair / 2 ? Verdict.SAFE : lost <= repair ? Verdict.TIGHT : Verdict.FAILS;
    }
}
