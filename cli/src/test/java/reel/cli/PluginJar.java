package reel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// A backend's jar as its module compiled it, with the manifest that its build writes and without libraries.
final class PluginJar {
    private PluginJar() {}

    /// @param modules below `backends`
    static Path pack(Path folder, String schemes, String... modules) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Reel-Schemes", schemes);
        Path jar = Files.createDirectories(folder).resolve("reel-" + modules[0] + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out, manifest)) {
            for (String module : modules) {
                Path here = Path.of("backends", module, "target", "classes");
                Path classes = Files.isDirectory(here) ? here : Path.of("..").resolve(here);
                try (Stream<Path> files = Files.walk(classes)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        to.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                        Files.copy(file, to);
                    }
                }
            }
        }
        return jar;
    }
}
