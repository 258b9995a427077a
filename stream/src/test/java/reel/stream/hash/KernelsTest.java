package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Which kernel a JVM ends up with, seen from JVMs of their own.
class KernelsTest {
    /// Hashes until the kernel is not the scalar one or 20 s have passed; prints its name and a digest.
    static final class Probe {
        public static void main(String[] args) {
            byte[] data = Vectors.input(1 << 20);
            Blake3.warmUp();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
            Hash hash;
            do {
                hash = Blake3.hash(data);
            } while (Kernels.current() == Kernels.SCALAR && System.nanoTime() < deadline);
            System.out.println(Kernels.current().getClass().getSimpleName() + " " + hash.equals(Blake3.hash(data)));
        }
    }

    @Test
    void current_withoutTheIncubatorModule_isScalar() throws Exception {
        assertThat(probe(0)).isEqualTo("ScalarKernel true");
    }

    @Test
    void current_withTheQuickCompilerOnly_isScalar() throws Exception {
        assertThat(probe(0, "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"))
                .isEqualTo("ScalarKernel true");
    }

    @Test
    void current_whenChosenByProperty_isThat() throws Exception {
        assertThat(probe(0, "--add-modules", "jdk.incubator.vector", "-Dreel.hash=vector8"))
                .isEqualTo("Vector8Kernel true");
        assertThat(probe(0, "-Dreel.hash=vector16")).as("module absent").isEqualTo("ScalarKernel true");
    }

    @Test
    void current_afterWarmUp_isTheWidestThatThisMachineHas() throws Exception {
        String expected = switch (jdk.incubator.vector.IntVector.SPECIES_PREFERRED.length()) {
            case 16 -> "Vector16Kernel true";
            case 8 -> "Vector8Kernel true";
            default -> "ScalarKernel true";
        };
        assertThat(probe(expected.startsWith("S") ? 0 : 20, "--add-modules", "jdk.incubator.vector"))
                .isEqualTo(expected);
    }

    private static String probe(int seconds, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName(), "" + seconds));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.strip();
    }
}
