package reel.app.unlock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.store.keys.Identity;
import reel.store.keys.Passphrase;
import reel.stream.Locked;
import reel.stream.Refused;

/// Where secrets come from: files the environment names, then the terminal. Never arguments or the environment
/// itself.
///
/// @param environment `REEL_IDENTITY_FILE`, `REEL_PASSPHRASE_FILE`, `REEL_NEW_PASSPHRASE_FILE`
public record Secrets(Map<String, String> environment, Prompt prompt) {
    public static final String IDENTITY_FILE = "REEL_IDENTITY_FILE";
    public static final String PASSPHRASE_FILE = "REEL_PASSPHRASE_FILE";
    public static final String NEW_PASSPHRASE_FILE = "REEL_NEW_PASSPHRASE_FILE";

    private static final int MIN_TYPED_CHARS = 8;

    /// The identity the environment names; null where it names none.
    @Nullable
    Identity identity() throws IOException {
        Path file = file(IDENTITY_FILE);
        return file == null ? null : readIdentity(file);
    }

    /// Whether the environment names a file with a secret.
    boolean areInFile() {
        return file(IDENTITY_FILE) != null || file(PASSPHRASE_FILE) != null;
    }

    /// Reads an identity file, which only its owner may be able to read.
    public static Identity readIdentity(Path file) throws IOException {
        char[] text = SecretFile.read(file, Identity.MAX_TEXT_BYTES);
        try {
            return Identity.parse(new String(text), file.toString());
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// The passphrase in the file the environment names; null where it names none.
    @Nullable
    Passphrase passphraseFile() throws IOException {
        return passphrase(PASSPHRASE_FILE);
    }

    private @Nullable Passphrase passphrase(String variable) throws IOException {
        Path file = file(variable);
        return file == null ? null : of(SecretFile.read(file, Passphrase.MAX_BYTES));
    }

    /// The present passphrase as characters, for the caller to wipe.
    char[] typedOrFile(String question) throws IOException {
        Path file = file(PASSPHRASE_FILE);
        char[] typed = file != null ? SecretFile.read(file, Passphrase.MAX_BYTES) : prompt.ask(question);
        if (typed == null) {
            throw new Locked(
                    "passphrase", "is needed, and there is no terminal to ask on", "Set " + PASSPHRASE_FILE + ".");
        }
        return typed;
    }

    static Passphrase of(char[] typed) throws Refused {
        try {
            return Passphrase.of(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private @Nullable Path file(String variable) {
        String named = environment.get(variable);
        return named == null || named.isEmpty() ? null : Path.of(named);
    }

    /// A new passphrase: from the file for new ones, or typed twice. @param variable the file's, which is tried
    /// first
    public Passphrase newPassphrase(String variable) throws IOException {
        Passphrase given = passphrase(variable);
        if (given != null) {
            return given;
        }
        char[] first = prompt.ask("New passphrase: ");
        if (first == null) {
            throw new Locked(
                    "passphrase", "is needed, and there is no terminal to ask on", "Set " + variable + " to a file.");
        }
        char[] second = prompt.ask("The same again: ");
        try {
            if (second == null || !Arrays.equals(first, second)) {
                throw new Refused("passphrase", "was not typed the same twice", "Try again; nothing was changed.");
            }
            if (first.length < MIN_TYPED_CHARS) {
                throw new Refused(
                        "passphrase",
                        "is shorter than " + MIN_TYPED_CHARS + " characters",
                        "Half a dozen random words are easy to keep and hard to guess.");
            }
            return Passphrase.of(first);
        } finally {
            Arrays.fill(first, '\0');
            if (second != null) {
                Arrays.fill(second, '\0');
            }
        }
    }
}
