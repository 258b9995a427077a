package reel.video.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// The ffmpeg that comes as a jar beside the program, taken out once into the user's cache.
///
/// The jar is not put on any class path: it is a zip file with an executable and its libraries in one folder, which
/// find each other. Half an extraction is never seen: it happens in a folder of its own that is then renamed.
final class EmbeddedFfmpeg {
    /// A jar that wants to unpack to more is not one of these.
    private static final long MOST_BYTES = 1L << 30;
    private static final String HINT = "Bring the jar anew, or name an ffmpeg of your own.";

    private final Path jar;
    private final Path cache;

    private EmbeddedFfmpeg(Path jar, Path cache) {
        this.jar = jar;
        this.cache = cache;
    }

    /// The jar for this machine in `folder`; null where there is none.
    static @Nullable EmbeddedFfmpeg in(Path folder, Map<String, String> environment) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "ffmpeg-*-" + platform() + "*.jar")) {
            for (Path jar : jars) {
                return new EmbeddedFfmpeg(jar, cache(environment));
            }
        }
        return null;
    }

    /// As the jars are named: `linux-x86_64`.
    static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "macosx" : system.contains("win") ? "windows" : "linux";
        String arch = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> machine;
        };
        return os + "-" + arch;
    }

    private static Path cache(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = named.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".cache") : Path.of(named);
        return base.resolve("reel").resolve("ffmpeg");
    }

    /// The executable, extracted if it is not yet.
    Path program() throws IOException {
        String name = jar.getFileName().toString().replace(".jar", "") + "-" + Files.size(jar);
        Path folder = cache.resolve(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(cache);
            Path fresh = Files.createTempDirectory(cache, ".new-");
            try {
                extract(fresh);
                publish(fresh, folder);
            } finally {
                delete(fresh);
            }
        }
        return folder.resolve("ffmpeg");
    }

    private static void publish(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            // Another process was faster; what it extracted is the same.
            if (!Files.isDirectory(folder)) {
                throw taken;
            }
        }
    }

    /// Every program and library of the platform's folder, flat. Those for in-process use are left out.
    private void extract(Path into) throws IOException {
        long total = 0;
        boolean found = false;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path name = Path.of(entry.getName()).getFileName();
                String plain = name == null ? "" : name.toString();
                if (entry.isDirectory()
                        || !entry.getName().startsWith("org/bytedeco/ffmpeg/" + platform())
                        || plain.startsWith("libjni")
                        || entry.getName().contains("/include/")
                        || plain.endsWith(".h")) {
                    continue;
                }
                total += entry.getSize();
                if (total > MOST_BYTES) {
                    throw new Corrupt(jar.toString(), -1, "at most 1 GiB in it", "more", HINT, null);
                }
                Path file = into.resolve(plain);
                try (InputStream bytes = zip.getInputStream(entry)) {
                    Files.copy(bytes, file);
                } catch (FileAlreadyExistsException twice) {
                    throw new Corrupt(jar.toString(), -1, "each name once", plain + " twice", HINT, twice);
                }
                boolean unused = file.toFile().setExecutable(true);
                found |= plain.equals("ffmpeg");
            }
        }
        if (!found) {
            throw new Corrupt(jar.toString(), -1, "a program ffmpeg for " + platform(), "none", HINT, null);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
