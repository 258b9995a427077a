package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reel.raptorq.jvm.JvmKernels;

final class JvmKernelsTest {
    @Test
    void install_whileAnEncoderIsAtWork_bringsItTheKernelsNamed() throws InterruptedException {
        BlockEncoder before = new BlockEncoder(new PlanCache(0));
        String name = JvmKernels.install();
        assertThat(JvmKernels.install()).isEqualTo(name);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("reel-raptorq-warm")) {
                thread.join();
            }
        }
        Kernels vector = JvmKernels.vector();
        assertThat(Installed.kernels().name()).isIn(name, "scalar");
        assertThat(name).isEqualTo(vector == null ? "scalar" : vector.name());
        before.begin(BlockShape.of(1, 1), new byte[1], 0, 1);
        assertThat(before.kernels()).isEqualTo(Installed.kernels().name());
    }
}
