package reel.app.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.app.Caller;
import reel.app.LockedRepository;
import reel.app.unlock.Secrets;
import reel.app.unlock.Unlocking;
import reel.backend.Durable;
import reel.store.crypt.ContentKey;
import reel.store.keys.Argon2Cost;
import reel.store.keys.Identity;
import reel.store.keys.KeySlot;
import reel.store.keys.KeySlots;
import reel.store.keys.Passphrase;
import reel.store.keys.Recipient;
import reel.stream.Conflict;
import reel.stream.Refused;

/// The keys of one encrypted repository, for the length of a command.
public final class RepositoryKeys implements AutoCloseable {
    private final Caller caller;
    private final LockedRepository repository;
    private final Argon2Cost cost;

    private RepositoryKeys(Caller caller, LockedRepository repository, Argon2Cost cost) {
        this.caller = caller;
        this.repository = repository;
        this.cost = cost;
    }

    /// The repository the caller's folder lies in. [Refused] where it is not encrypted.
    public static RepositoryKeys open(Caller caller) throws IOException {
        return open(caller, Argon2Cost.DEFAULT);
    }

    /// The same. @param cost of new passphrases
    public static RepositoryKeys open(Caller caller, Argon2Cost cost) throws IOException {
        return open(caller, LockedRepository.open(caller), cost);
    }

    /// The same. @param repository is closed with the keys
    public static RepositoryKeys open(Caller caller, LockedRepository repository, Argon2Cost cost) throws IOException {
        if (!repository.unlocking().format().encrypted()) {
            String name = repository.backend().traits().name();
            repository.close();
            throw new Refused(
                    name,
                    "is not encrypted, so it has no keys",
                    "Make an encrypted one with `reel init --encrypt` and add the files there.");
        }
        return new RepositoryKeys(caller, repository, cost);
    }

    /// One key, for people.
    public record Key(
            String id,
            KeySlot.Kind kind,
            String label,
            @Nullable Instant added) {}

    /// The keys, and what is wrong with those that cannot be used.
    public record Keys(List<Key> keys, List<String> damaged) {}

    private Unlocking unlocking() {
        return repository.unlocking();
    }

    public Keys list() throws IOException {
        try (ContentKey content = unlocking().content()) {
            KeySlots.Listing listing = unlocking().slots().list();
            List<Key> keys = new ArrayList<>();
            for (KeySlot slot : listing.slots()) {
                keys.add(key(slot, content));
            }
            return new Keys(keys, listing.damaged());
        }
    }

    private static Key key(KeySlot slot, ContentKey content) {
        KeySlot.Label label = slot.label(content);
        return new Key(slot.id(), slot.kind(), label == null ? "" : label.text(), label == null ? null : label.added());
    }

    /// Adds a passphrase, asked for after the present one was right. One that is there under the same label already,
    /// left
    /// by a command that was cut off, is not added twice.
    public Key addPassphrase(String label) throws IOException {
        try (KeySlots.Unlocked unlocked = unlocking().unlock();
                Passphrase fresh = secrets().newPassphrase(Secrets.NEW_PASSPHRASE_FILE);
                ContentKey content = unlocked.master().content()) {
            KeySlot there = find(fresh, label, content);
            return key(there != null ? there : add(unlocked, fresh, label), content);
        }
    }

    private KeySlot add(KeySlots.Unlocked unlocked, Passphrase fresh, String label) throws IOException {
        return unlocking().slots().add(unlocked.master(), fresh, cost, label, now());
    }

    /// The key with this label that the passphrase opens, or null.
    private @Nullable KeySlot find(Passphrase passphrase, String label, ContentKey content) throws IOException {
        return unlocking()
                .slots()
                .find(passphrase, slot -> key(slot, content).label().equals(label));
    }

    /// Adds a recipient.
    public Key addRecipient(Recipient recipient, String label) throws IOException {
        try (KeySlots.Unlocked unlocked = unlocking().unlock();
                ContentKey content = unlocked.master().content()) {
            return key(unlocking().slots().add(unlocked.master(), recipient, label, now()), content);
        }
    }

    /// Removes a key, by the start of its id.
    public Key remove(String start) throws IOException {
        try (ContentKey content = unlocking().content()) {
            return key(unlocking().slots().remove(start), content);
        }
    }

    /// Replaces the passphrase that opens the repository by a new one: the new key is there before the old one goes.
    /// Cut
    /// off in between, both open it, and the same change again only removes the old one.
    public Key change() throws IOException {
        try (KeySlots.Unlocked unlocked = unlocking().unlock();
                ContentKey content = unlocked.master().content()) {
            if (unlocked.slot().kind() != KeySlot.Kind.PASSPHRASE) {
                throw new Refused(
                        "key " + unlocked.slot().id(),
                        "is an identity's, which has no passphrase to change",
                        "Add the new recipient, then remove this key.");
            }
            try (Passphrase fresh = secrets().newPassphrase(Secrets.NEW_PASSPHRASE_FILE)) {
                String label = key(unlocked.slot(), content).label();
                KeySlot there = find(fresh, label, content);
                boolean same =
                        there != null && there.id().equals(unlocked.slot().id());
                KeySlot made = there != null && !same ? there : add(unlocked, fresh, label);
                unlocking().slots().remove(unlocked.slot().id());
                return key(made, content);
            }
        }
    }

    /// Keeps the repository unlocked. @return until when
    public Instant unlock(Duration time) throws IOException {
        return unlocking().keep(time);
    }

    /// Ends that. @return whether it was unlocked
    public boolean lock() throws IOException {
        return unlocking().lock();
    }

    /// Puts the passphrase into the desktop's keyring.
    public void remember() throws IOException {
        unlocking().remember();
    }

    /// Takes it out again.
    public void forget() throws IOException {
        unlocking().forget();
    }

    private Secrets secrets() {
        return caller.secrets();
    }

    private Instant now() {
        return caller.clock().instant();
    }

    /// Makes an identity and writes it to a new file that only its owner can read, durably: a repository may soon have
    /// no other key.
    public static Recipient generate(Path file) throws IOException {
        return generate(file, RepositoryKeys::writeDurably);
    }

    /// How a secret gets into its new, empty file.
    @FunctionalInterface
    interface Writing {
        void write(Path file, String secret) throws IOException;
    }

    static Recipient generate(Path file, Writing writing) throws IOException {
        try (Identity identity = Identity.generate()) {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (java.nio.file.FileAlreadyExistsException exists) {
                throw new Conflict(file.toString(), "exists already", "Name another file.", exists);
            } catch (UnsupportedOperationException noPermissions) {
                Files.createFile(file);
            }
            boolean written = false;
            try {
                writing.write(file, identity.toText());
                written = true;
            } finally {
                if (!written) {
                    Files.deleteIfExists(file);
                }
            }
            return identity.recipient();
        }
    }

    private static void writeDurably(Path file, String secret) throws IOException {
        Files.writeString(file, secret);
        Durable.file(file);
        Durable.folder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    @Override
    public void close() throws IOException {
        repository.close();
    }
}
