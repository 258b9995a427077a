package reel.raptorq;

import org.jspecify.annotations.Nullable;

/// The kernels that encoders and decoders take for their next block: the scalar ones until better ones are
/// installed.
public final class Installed {
    private static volatile Kernels kernels = ScalarKernels.INSTANCE;

    private Installed() {}

    /// What is installed now.
    public static Kernels kernels() {
        return kernels;
    }

    /// The kernels wished for, if any, else those installed now.
    static Kernels or(@Nullable Kernels wished) {
        return wished == null ? kernels : wished;
    }

    /// The scalar kernels, which every machine has.
    public static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    /// Makes encoders and decoders work with `better`, each from its next block on.
    public static void install(Kernels better) {
        kernels = better;
    }
}
