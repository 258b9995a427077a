package reel.app.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.app.unlock.SecretFile;
import reel.app.unlock.Secrets;
import reel.stream.Locked;
import reel.stream.Refused;
import reel.stream.box.Secret;

/// The passphrase of encrypted transfers: from the file that `REEL_PASSPHRASE_FILE` names, else asked.
public final class TransferSecret {
    private static final String KNOWN = "Passphrase of the files: ";

    private TransferSecret() {}

    /// Of what is there and encrypted.
    public static Secret known(Secrets secrets) throws IOException {
        char[] typed = file(secrets);
        return close(typed != null ? typed : ask(secrets, KNOWN));
    }

    /// Of containers that are there; null where nobody can be asked, since none of them need be encrypted.
    public static @Nullable Secret perhaps(Secrets secrets) throws IOException {
        char[] typed = file(secrets);
        if (typed == null) {
            typed = secrets.prompt().ask(KNOWN);
        }
        return typed == null ? null : close(typed);
    }

    /// Of containers to be made: typed twice.
    public static Secret fresh(Secrets secrets) throws IOException {
        char[] typed = file(secrets);
        if (typed != null) {
            return close(typed);
        }
        char[] first = ask(secrets, "Passphrase for the files: ");
        char[] second = ask(secrets, "The same again: ");
        try {
            if (!Arrays.equals(first, second)) {
                Arrays.fill(first, '\0');
                throw new Refused("passphrase", "was not typed the same twice", "Try again; nothing was sent.");
            }
            return close(first);
        } finally {
            Arrays.fill(second, '\0');
        }
    }

    private static Secret close(char[] typed) throws Refused {
        try {
            return Secret.of(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private static char @Nullable [] file(Secrets secrets) throws IOException {
        String named = secrets.environment().getOrDefault(Secrets.PASSPHRASE_FILE, "");
        return named.isEmpty() ? null : SecretFile.read(Path.of(named), Secret.MOST_BYTES);
    }

    private static char[] ask(Secrets secrets, String question) throws IOException {
        char[] typed = secrets.prompt().ask(question);
        if (typed == null) {
            throw new Locked(
                    "passphrase",
                    "is needed, and there is no terminal to ask on",
                    "Set " + Secrets.PASSPHRASE_FILE + ".");
        }
        return typed;
    }
}
