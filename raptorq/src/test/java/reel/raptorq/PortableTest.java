package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The package is compiled for targets that are no JVM: its classes name nothing that only a JVM has.
final class PortableTest {
    private static final List<String> OF_A_JVM = List.of(
            "jdk/incubator/",
            "java/lang/invoke/VarHandle",
            "java/lang/foreign/",
            "java/lang/reflect/",
            "java/lang/Thread",
            "java/lang/ModuleLayer",
            "java/util/concurrent/",
            "java/nio/file/",
            "java/io/",
            "reel/raptorq/jvm/");

    @Test
    void classes_ofThePackage_nameNothingThatOnlyAJvmHas() throws IOException, URISyntaxException {
        Path folder = Path.of(BlockEncoder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("reel/raptorq");
        List<Path> classes;
        try (Stream<Path> files = Files.list(folder)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertThat(classes).hasSizeGreaterThan(30);
        for (Path file : classes) {
            // Names in the constant pool are plain ASCII.
            String names = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertThat(OF_A_JVM).as("%s", file.getFileName()).noneMatch(names::contains);
        }
    }
}
