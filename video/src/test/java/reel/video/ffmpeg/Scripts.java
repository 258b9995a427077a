package reel.video.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs of a few lines that stand in for ffmpeg.
final class Scripts {
    private Scripts() {}

    /// A program that tells a version and otherwise does `rest`.
    static Path ffmpeg(Path file, String version, String rest) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text(version, rest));
        boolean unused = file.toFile().setExecutable(true);
        return file;
    }

    static String text(String version, String rest) {
        return "#!/bin/sh\ncase \"$*\" in *-version*) echo 'ffmpeg version " + version + " Copyright'; exit 0;; esac\n"
                + rest + "\n";
    }
}
