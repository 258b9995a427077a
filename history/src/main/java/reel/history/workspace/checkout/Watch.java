package reel.history.workspace.checkout;

import java.io.IOException;
import java.nio.file.Path;

/// Is told before every change a checkout makes to the disk; tests stop it there.
@FunctionalInterface
interface Watch {
    Watch NOBODY = (change, path) -> {};

    void before(String change, Path path) throws IOException;
}
