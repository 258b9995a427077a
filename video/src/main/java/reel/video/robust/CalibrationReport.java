package reel.video.robust;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import reel.video.carrier.Preset;

/// What came of a calibration clip.
///
/// @param width   of the video as it is now
/// @param frames  decoded
/// @param bitsPerSecond of the file; 0 where its duration is not told
/// @param presets the densest first
public record CalibrationReport(
        String codec,
        int width,
        int height,
        double framesPerSecond,
        long frames,
        long bitsPerSecond,
        List<PresetReading> presets) {
    public CalibrationReport {
        presets = presets.stream()
                .sorted(Comparator.comparingInt(PresetReading::bytesPerFrame).reversed())
                .toList();
    }

    /// The densest preset that is safe, else the densest that gets through at all.
    public Optional<Preset> recommended() {
        for (PresetReading.Verdict verdict : List.of(PresetReading.Verdict.SAFE, PresetReading.Verdict.TIGHT)) {
            for (PresetReading reading : presets) {
                if (reading.verdict() == verdict) {
                    return Optional.of(reading.preset());
                }
            }
        }
        return Optional.empty();
    }
}
