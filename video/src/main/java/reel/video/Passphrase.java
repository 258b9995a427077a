package reel.video;

import java.io.IOException;
import reel.stream.box.Secret;

/// Asks for the passphrase of a video that turns out to be encrypted. Called once; the secret is closed by its caller.
@FunctionalInterface
public interface Passphrase {
    Secret ask() throws IOException;
}
