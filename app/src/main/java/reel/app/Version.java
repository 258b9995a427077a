package reel.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import reel.store.RepositoryFormat;
import reel.stream.hash.Blake3;

/// What is running here.
///
/// @param format     the newest repository format this program reads and writes
/// @param hashKernel the BLAKE3 kernel that large files get on this JVM
public record Version(String reel, String java, String vm, String os, int processors, int format, String hashKernel) {
    public static Version current() throws IOException {
        return new Version(
                number(),
                Runtime.version().toString(),
                System.getProperty("java.vm.name", "unknown"),
                System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                RepositoryFormat.VERSION,
                Blake3.kernel());
    }

    /// This program's version.
    public static String number() throws IOException {
        try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
            if (text == null) {
                throw new IllegalStateException("version.txt is not in the jar");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
