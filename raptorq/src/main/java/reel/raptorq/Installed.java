package reel.raptorq;

/// The kernels that new encoders and decoders take: the scalar ones until better ones are installed.
public final class Installed {
    private static volatile Kernels kernels = ScalarKernels.INSTANCE;

    private Installed() {}

    /// What is installed now.
    public static Kernels kernels() {
        return kernels;
    }

    /// The scalar kernels, which every machine has.
    public static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    /// Makes encoders and decoders created from now on work with `better`.
    public static void install(Kernels better) {
        kernels = better;
    }
}
