package reel.app.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// One jar beside the program, and the schemes that its manifest names.
///
/// @param problem why it cannot be read; null where it can
record BackendJar(Path file, Set<String> schemes, @Nullable String problem) {
    private static final String SCHEMES = "Reel-Schemes";

    BackendJar {
        schemes = Set.copyOf(schemes);
    }

    static BackendJar read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(SCHEMES);
            if (named == null) {
                return new BackendJar(file, Set.of(), "its manifest has no " + SCHEMES);
            }
            Set<String> schemes = new LinkedHashSet<>();
            for (String scheme : named.split(",")) {
                if (!scheme.isBlank()) {
                    schemes.add(scheme.strip().toLowerCase(Locale.ROOT));
                }
            }
            return new BackendJar(file, schemes, null);
        } catch (IOException | SecurityException unreadable) {
            return new BackendJar(file, Set.of(), "it is no readable jar (" + unreadable.getMessage() + ")");
        }
    }
}
