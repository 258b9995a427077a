package reel.backend.sftp;

import java.io.IOException;
import reel.stream.Corrupt;

/// A server's words that cannot be, before it is known who is told. Never leaves the package.
final class Violation extends IOException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    Violation(String expected, String actual) {
        super("expected " + expected + ", found " + actual, null);
        this.expected = expected;
        this.actual = actual;
    }

    Corrupt told(String peer) {
        return new Corrupt(
                "what " + peer + " answers",
                -1,
                expected,
                actual,
                "Try `sftp " + peer + "`, and tell the server's administrator if that fails as well.",
                this);
    }
}
