package reel.raptorq.jvm;

import jdk.incubator.vector.LongVector;
import org.jspecify.annotations.Nullable;
import reel.raptorq.Installed;
import reel.raptorq.Kernels;

/// The choice of kernels on a JVM.
public final class JvmKernels {
    private JvmKernels() {}

    /// Installs the best kernels of this machine.
    ///
    /// @return their name
    public static String install() {
        Kernels vector = vector();
        if (vector != null) {
            Installed.install(vector);
        }
        return Installed.kernels().name();
    }

    /// The vector kernels; null where the module `jdk.incubator.vector` is absent or vectors are short.
    public static @Nullable Kernels vector() {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return there ? Vectors.make() : null;
    }

    /// Apart, so that nothing of the incubator module is loaded where it is absent.
    private static final class Vectors {
        static @Nullable Kernels make() {
            return LongVector.SPECIES_PREFERRED.vectorBitSize() >= 256 ? new VectorKernels() : null;
        }
    }
}
