package reel.backend.place;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds out who to be at a host: the user's keyring, the environment, a prompt. The ecosystem's own ways (ssh
/// agent, AWS profiles) are the providers' and come between the environment and the prompt.
public interface Logins {
    /// Nobody anywhere.
    Logins NONE = new Logins() {
        @Override
        public @Nullable Login known(Location where) {
            return null;
        }

        @Override
        public char @Nullable [] ask(Location where, String what) {
            return null;
        }
    };

    /// What the keyring or the environment has for this host; null where they have nothing.
    @Nullable
    Login known(Location where) throws IOException;

    /// Asks the user for a secret without showing it; null where nobody can be asked.
    ///
    /// @param what the secret, as words of a prompt: `password of film@nas`, `passphrase of id_ed25519`
    char @Nullable [] ask(Location where, String what) throws IOException;
}
