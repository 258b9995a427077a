package reel.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Location;
import reel.backend.place.Logins;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

/// Jars that bring schemes, compiled here.
final class BackendsTest {
    @TempDir
    @Nullable
    Path temp;

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    private Backends backends() {
        return Backends.of(Map.of("REEL_BACKENDS", place().toString()), place().resolve("home"));
    }

    /// A provider that refuses every place with a word from a class of its own jar.
    private Path jar(String name, String scheme, String word) throws IOException {
        Path sources = Files.createDirectories(place().resolve("src-" + name));
        Path library = Files.writeString(
                Files.createDirectories(sources.resolve("lib")).resolve("Word.java"),
                "package lib; public final class Word { public static String it() { return \"" + word + "\"; } }");
        Path provider = Files.writeString(
                Files.createDirectories(sources.resolve("third")).resolve("Third.java"), """
                package third;
                public final class Third implements reel.backend.place.PlaceProvider {
                    public java.util.Set<String> schemes() { return java.util.Set.of("%s"); }
                    public reel.backend.place.Place open(
                            reel.backend.place.Location where, reel.backend.place.PlaceContext context)
                            throws java.io.IOException {
                        throw new reel.stream.Refused(where.toString(), lib.Word.it());
                    }
                }
                """.formatted(scheme));
        Path classes = Files.createDirectories(place().resolve("classes-" + name));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        library.toString(),
                        provider.toString());
        assertThat(failed).isZero();
        return write(
                name,
                scheme,
                Map.of(
                        "META-INF/services/" + PlaceProvider.class.getName(),
                        "third.Third".getBytes(StandardCharsets.UTF_8),
                        "third/Third.class",
                        Files.readAllBytes(classes.resolve("third/Third.class")),
                        "lib/Word.class",
                        Files.readAllBytes(classes.resolve("lib/Word.class"))));
    }

    private Path write(String name, String scheme, Map<String, byte[]> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Reel-Schemes", scheme);
        Path file = place().resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return file;
    }

    private void open(Backends backends, String scheme) throws IOException {
        try (MemoryBudget memory = MemoryBudget.of(1 << 20)) {
            backends.open(
                    new Location(scheme, null, "host", -1, "/x", null), PlaceContext.of(memory, Logins.NONE, Map.of()));
        }
    }

    @Test
    void jar_ofAScheme_opensIt_withItsOwnLibraries() throws IOException {
        jar("one", "tape", "the tape is out");
        write("two", "vault, safe", Map.of());
        Backends backends = backends();

        assertThat(backends.schemes()).contains("tape", "vault", "safe");
        assertThatThrownBy(() -> open(backends, "tape")).hasMessageContaining("the tape is out");
    }

    @Test
    void scheme_ofNoJar_isRefused_withThoseThereAre() throws IOException {
        write("one", "tape", Map.of());

        assertThatThrownBy(() -> open(backends(), "ftp")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused).hasMessageContaining("ftp://").hasMessageContaining("no scheme");
            assertThat(refused.hint()).contains("tape", "backends");
        });
    }

    @Test
    void jar_thatIsBroken_isNamed_andBreaksNoOther() throws IOException {
        jar("good", "tape", "the tape is out");
        Files.writeString(place().resolve("broken.jar"), "no jar");
        write("empty", "void", Map.of());
        write(
                "liar",
                "lie",
                Map.of(
                        "META-INF/services/" + PlaceProvider.class.getName(),
                        "no.such.Provider".getBytes(StandardCharsets.UTF_8)));
        Backends backends = backends();

        assertThatThrownBy(() -> open(backends, "tape")).hasMessageContaining("the tape is out");
        assertThatThrownBy(() -> open(backends, "void"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("empty.jar")
                .hasMessageContaining("no provider");
        assertThatThrownBy(() -> open(backends, "lie"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("liar.jar")
                .hasMessageContaining("cannot be loaded");
        assertThatThrownBy(() -> open(backends, "ftp"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("broken.jar");
    }

    /// As the manifest of the program's jar does it.
    @Test
    void jar_besideTheProgram_onItsClassPath_isNotLoadedApart_andKeepsItsPlace() throws IOException {
        Path linked = jar("beside", "tape", "from the class path");
        Path beside = Files.createDirectories(place().resolve("program/backends"));
        linked = Files.move(linked, beside.resolve("beside.jar"));
        ClassLoader above = Backends.class.getClassLoader();
        try (URLClassLoader program =
                new URLClassLoader(new URL[] {linked.toUri().toURL()}, above)) {
            Backends backends = new Backends(program, List.of(place(), beside), beside);

            assertThat(backends.provider("tape").getClass().getClassLoader()).isSameAs(program);
            assertThatThrownBy(() -> open(backends, "tape")).hasMessageContaining("from the class path");

            jar("user", "tape", "the user's own");
            Backends again = new Backends(program, List.of(place(), beside), beside);
            assertThatThrownBy(() -> open(again, "tape")).hasMessageContaining("the user's own");
        }
    }

    @Test
    void folder_ofTheUser_isLookedIntoToo() throws IOException {
        Path file = jar("one", "tape", "the tape is out");
        Path folder = Files.createDirectories(place().resolve("home/.config/reel/backends"));
        Files.move(file, folder.resolve("one.jar"));

        assertThat(Backends.of(Map.of(), place().resolve("home")).schemes()).contains("tape");
    }
}
