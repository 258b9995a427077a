package reel.app.unlock;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Asks a person for a secret, without showing it.
@FunctionalInterface
public interface Prompt {
    /// Nobody is there to be asked.
    Prompt NOBODY = _ -> null;

    /// What was typed, for the caller to wipe; null where nobody can be asked.
    char @Nullable [] ask(String question) throws IOException;
}
