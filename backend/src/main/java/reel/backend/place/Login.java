package reel.backend.place;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Who to be at a host. Secrets are shown by nothing: `toString` leaves them out.
public sealed interface Login {
    /// @param user null where the location or the machine's user says it
    record Password(@Nullable String user, String secret) implements Login {
        @Override
        public String toString() {
            return "password";
        }
    }

    /// @param passphrase null where the key has none or the user is to be asked
    record SshKey(
            @Nullable String user, Path file, @Nullable String passphrase) implements Login {
        @Override
        public String toString() {
            return "ssh key " + file;
        }
    }

    /// An OAuth 2.0 access token, or a shared access signature where the host takes those.
    record Token(String secret) implements Login {
        @Override
        public String toString() {
            return "token";
        }
    }

    /// @param session of temporary credentials
    record AccessKey(String id, String secret, @Nullable String session) implements Login {
        @Override
        public String toString() {
            return "access key " + id;
        }
    }

    /// Nobody: public access.
    record Anonymous() implements Login {}
}
