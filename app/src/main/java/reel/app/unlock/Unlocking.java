package reel.app.unlock;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.RepositoryFormat;
import reel.store.crypt.ContentKey;
import reel.store.keys.Identity;
import reel.store.keys.KeySlots;
import reel.store.keys.Passphrase;
import reel.stream.Locked;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Opens one repository: finds a secret, and refuses what is not the repository it was. Nothing but `format` and
/// `keys/` is read before the key is right.
public final class Unlocking {
    private static final int MAX_TRIES = 3;
    private static final String HINT = "Run `reel key unlock` in a terminal, or set " + Secrets.PASSPHRASE_FILE + " or "
            + Secrets.IDENTITY_FILE + ".";

    private final Backend backend;
    private final Secrets secrets;
    private final Clock clock;
    private final byte[] text;
    private final RepositoryFormat format;
    private final Hash formatHash;
    private final @Nullable Remembered remembered;

    private Unlocking(Backend backend, Secrets secrets, Clock clock, byte[] text, @Nullable Remembered remembered)
            throws IOException {
        this.backend = backend;
        this.secrets = secrets;
        this.clock = clock;
        this.text = text;
        this.format = RepositoryFormat.decode(text, backend.traits().name() + "/format");
        this.formatHash = Blake3.hash(text);
        this.remembered = remembered;
    }

    /// Reads the repository's format. [Refused] where it says that nothing is encrypted although something is.
    ///
    /// @param backend    below encryption @param remembered by the workspace; null where it remembers nothing
    public static Unlocking of(Backend backend, Secrets secrets, Clock clock, @Nullable Remembered remembered)
            throws IOException {
        Unlocking unlocking = new Unlocking(backend, secrets, clock, RepositoryFormat.readText(backend), remembered);
        unlocking.refuseDowngrade();
        return unlocking;
    }

    private void refuseDowngrade() throws IOException {
        String thing = backend.traits().name() + "/format";
        if (!format.encrypted() && (remembered != null || KeySlots.any(backend))) {
            throw new Refused(
                    thing,
                    "says that nothing is encrypted, but this repository was: somebody changed it",
                    "Bring the object `format` back from a copy; nothing was read or written.");
        }
        if (remembered != null && !remembered.repository().equals(format.id())) {
            throw new Refused(
                    thing,
                    "is of repository " + format.id() + ", this workspace belongs to " + remembered.repository(),
                    "Bring the right repository back; nothing was read or written.");
        }
    }

    public RepositoryFormat format() {
        return format;
    }

    public KeySlots slots() {
        return KeySlots.of(backend, format, text);
    }

    /// Whether the repository can be read without asking a person or a keyring: it is not encrypted, or it is
    /// unlocked, or a file with a secret is named.
    public boolean opensUnasked() throws IOException {
        try (ContentKey kept = format.encrypted() ? kept() : null) {
            return !format.encrypted() || kept != null || secrets.areInFile();
        }
    }

    private @Nullable ContentKey kept() throws IOException {
        ContentKey kept = UnlockedKeys.in(secrets.environment()).find(format.id(), formatHash, clock.instant());
        if (kept != null && !isRemembered(kept)) {
            kept.close();
            return null;
        }
        return kept;
    }

    /// The content key, from what is unlocked or by a secret; the caller closes it.
    public ContentKey content() throws IOException {
        ContentKey kept = kept();
        if (kept != null) {
            return kept;
        }
        try (KeySlots.Unlocked unlocked = unlock()) {
            return unlocked.master().content();
        }
    }

    private boolean isRemembered(ContentKey key) {
        return remembered == null || remembered.fingerprint().equals(key.fingerprint());
    }

    /// The master key, which only a secret gives; the caller closes it.
    public KeySlots.Unlocked unlock() throws IOException {
        KeySlots.Unlocked unlocked = bySecret();
        try (ContentKey key = unlocked.master().content()) {
            if (!isRemembered(key)) {
                unlocked.close();
                throw new Refused(
                        backend.traits().name(),
                        "is encrypted under another key than this workspace remembers: somebody exchanged it",
                        "Bring the right repository back; nothing was read or written.");
            }
        }
        return unlocked;
    }

    private KeySlots.Unlocked bySecret() throws IOException {
        try (Identity identity = secrets.identity()) {
            if (identity != null) {
                return slots().unlock(identity);
            }
        }
        try (Passphrase passphrase = secrets.passphraseFile()) {
            if (passphrase != null) {
                return slots().unlock(passphrase);
            }
        }
        Keyring keyring = Keyring.find(secrets.environment());
        char[] kept = keyring == null ? null : keyring.lookup(format.id());
        if (kept != null) {
            try (Passphrase passphrase = Secrets.of(kept)) {
                return slots().unlock(passphrase);
            } catch (Locked changedSince) {
                // Then a person has to be asked.
            }
        }
        return byPrompt();
    }

    private KeySlots.Unlocked byPrompt() throws IOException {
        for (int attempt = 1; ; attempt++) {
            char[] typed =
                    secrets.prompt().ask("Passphrase of " + backend.traits().name() + ": ");
            if (typed == null) {
                throw new Locked(
                        backend.traits().name(),
                        "is encrypted; no passphrase or identity was given, and there is no terminal to ask on",
                        HINT);
            }
            try (Passphrase passphrase = Secrets.of(typed)) {
                return slots().unlock(passphrase);
            } catch (Locked wrong) {
                if (attempt == MAX_TRIES) {
                    throw wrong;
                }
            }
        }
    }

    /// Keeps the repository unlocked for this user. @return until when
    public java.time.Instant keep(Duration time) throws IOException {
        java.time.Instant until = clock.instant().plus(time);
        try (KeySlots.Unlocked unlocked = unlock();
                ContentKey key = unlocked.master().content()) {
            UnlockedKeys.in(secrets.environment()).keep(format.id(), formatHash, key, clock.instant(), until);
        }
        return until;
    }

    /// Ends that. @return whether it was unlocked
    public boolean lock() throws IOException {
        return UnlockedKeys.in(secrets.environment()).forget(format.id());
    }

    /// Puts the passphrase, asked for and tried, into the desktop's keyring.
    public void remember() throws IOException {
        Keyring keyring = Keyring.require(secrets.environment());
        char[] typed = secrets.typedOrFile("Passphrase of " + backend.traits().name() + ": ");
        try (Passphrase passphrase = Passphrase.of(typed);
                KeySlots.Unlocked unlocked = slots().unlock(passphrase)) {
            keyring.store(format.id(), typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /// Takes it out again.
    public void forget() throws IOException {
        Keyring.require(secrets.environment()).clear(format.id());
    }
}
