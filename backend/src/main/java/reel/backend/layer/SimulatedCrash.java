package reel.backend.layer;

/// The process is dead, as far as a [FaultBackend] is concerned: nothing it does from now on reaches the objects.
public final class SimulatedCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String at) {
        super("the process died: " + at);
    }
}
