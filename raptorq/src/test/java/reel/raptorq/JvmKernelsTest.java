package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reel.raptorq.jvm.JvmKernels;

final class JvmKernelsTest {
    @Test
    void install_onThisMachine_bringsTheKernelsItNames() throws InterruptedException {
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
        assertThat(new BlockEncoder(new PlanCache(0)).kernels())
                .isEqualTo(Installed.kernels().name());
    }
}
