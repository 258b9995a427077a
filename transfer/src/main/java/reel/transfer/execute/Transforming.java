package reel.transfer.execute;

import java.io.IOException;
import reel.stream.Refused;

/// Sends a file through a container.
final class Transforming {
    private Transforming() {}

    static void run(FileWork work) throws IOException {
        throw new Refused(work.item().path(), "cannot be sent in a container yet");
    }
}
