package reel.store.keys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.backend.Source;
import reel.store.RepositoryFormat;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Blake3;

/// The key slots of one repository. Works on the backend below encryption.
public final class KeySlots {
    /// More are not looked at: each wrong one costs a guess.
    static final int MAX_SLOTS = 64;

    private static final Handle LOCK = Handle.of("locks/keys");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Backend backend;
    private final byte[] formatText;
    private final String repository;

    private KeySlots(Backend backend, byte[] formatText, String repository) {
        this.backend = backend;
        this.formatText = formatText;
        this.repository = repository;
    }

    /// The slots of the repository with this format. @param formatText the `format` object as it stands there
    public static KeySlots of(Backend backend, RepositoryFormat format, byte[] formatText) {
        return new KeySlots(backend, formatText.clone(), format.id());
    }

    /// Whether the backend holds any slot, sound or not.
    public static boolean any(Backend backend) throws IOException {
        boolean[] found = {false};
        backend.list(KeySlot.FOLDER, _ -> found[0] = true);
        return found[0];
    }

    /// An opened slot. Closing wipes the key.
    public record Unlocked(MasterKey master, KeySlot slot) implements AutoCloseable {
        @Override
        public void close() {
            master.close();
        }
    }

    /// What is there. @param slots sound and of this repository @param damaged what is wrong with the others
    public record Listing(List<KeySlot> slots, List<String> damaged) {}

    public Listing list() throws IOException {
        List<KeySlot> slots = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<Handle> handles = new ArrayList<>();
        backend.list(KeySlot.FOLDER, stat -> {
            if (handles.size() < MAX_SLOTS && stat.size() <= SlotText.MAX_BYTES) {
                handles.add(stat.handle());
            } else {
                damaged.add(stat.handle() + ": too long, or one of too many");
            }
        });
        for (Handle handle : handles) {
            try {
                KeySlot slot = read(handle);
                if (slot.repository().equals(repository)) {
                    slots.add(slot);
                } else {
                    damaged.add(handle + ": a key of repository " + slot.repository());
                }
            } catch (Corrupt damage) {
                damaged.add(String.valueOf(damage.getMessage()));
            } catch (Missing removed) {
                // Removed since the listing.
            }
        }
        return new Listing(slots, damaged);
    }

    private KeySlot read(Handle handle) throws IOException {
        long size = backend.stat(handle).size();
        if (size > SlotText.MAX_BYTES) {
            throw new Corrupt(handle.path(), -1, "at most " + SlotText.MAX_BYTES + " bytes", size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return KeySlot.decode(bytes, handle);
    }

    /// Opens the repository with a secret: [Locked] where it opens no slot, [Refused] where the `format` object is
    /// another than when the slot was made.
    public Unlocked unlock(Secret secret) throws IOException {
        Listing listing = list();
        for (KeySlot slot : listing.slots()) {
            KeySlot.Opened opened = slot.open(secret);
            if (opened != null) {
                if (!Arrays.equals(opened.formatHash(), Blake3.hash(formatText).toBytes())) {
                    opened.master().close();
                    throw new Refused(
                            backend.traits().name() + "/format",
                            "is not the one this repository was made with: somebody changed it",
                            "Bring the object `format` back from a copy; nothing was read or written.");
                }
                return new Unlocked(opened.master(), slot);
            }
        }
        throw wrong(secret, listing);
    }

    /// The slot that a passphrase opens, of those in question; null where it opens none of them.
    public @Nullable KeySlot find(Passphrase passphrase, Predicate<KeySlot> inQuestion) throws IOException {
        for (KeySlot slot : list().slots()) {
            if (inQuestion.test(slot)) {
                KeySlot.Opened opened = slot.open(passphrase);
                if (opened != null) {
                    opened.master().close();
                    return slot;
                }
            }
        }
        return null;
    }

    private Locked wrong(Secret secret, Listing listing) {
        KeySlot.Kind kind = secret instanceof Passphrase ? KeySlot.Kind.PASSPHRASE : KeySlot.Kind.X25519;
        long tried =
                listing.slots().stream().filter(slot -> slot.kind() == kind).count();
        String damaged = listing.damaged().isEmpty()
                ? ""
                : "; " + listing.damaged().size() + " more cannot be used (" + String.join("; ", listing.damaged())
                        + ")";
        return new Locked(
                backend.traits().name(),
                (kind == KeySlot.Kind.PASSPHRASE
                                ? "wrong passphrase: it opens none of "
                                : "this identity opens none of ")
                        + tried
                        + (tried == 1 ? " key" : " keys")
                        + damaged,
                "Try again, or use another key; nothing was read or written.");
    }

    /// Adds a slot for a passphrase.
    public KeySlot add(MasterKey master, Passphrase passphrase, Argon2Cost cost, String label, Instant now)
            throws IOException {
        return store(KeySlot.forPassphrase(birth(master, label, now), passphrase, cost));
    }

    /// Adds a slot for a recipient.
    public KeySlot add(MasterKey master, Recipient recipient, String label, Instant now) throws IOException {
        return store(KeySlot.forRecipient(birth(master, label, now), recipient));
    }

    private KeySlot.Birth birth(MasterKey master, String label, Instant now) {
        return new KeySlot.Birth(repository, master, formatText, label, now);
    }

    private KeySlot store(KeySlot slot) throws IOException {
        try (Locking.Lock lock = lock()) {
            int there = list().slots().size();
            if (there >= MAX_SLOTS) {
                throw new Refused("keys", "there are " + there + " already", "Remove one first.");
            }
            backend.createNew(slot.handle(), Source.of(slot.text()));
            return slot;
        }
    }

    /// Removes a slot; [Refused] where no other would be left.
    ///
    /// @param start of its id, enough to tell it from others
    public KeySlot remove(String start) throws IOException {
        try (Locking.Lock lock = lock()) {
            List<KeySlot> slots = list().slots();
            List<KeySlot> meant =
                    slots.stream().filter(slot -> slot.id().startsWith(start)).toList();
            if (meant.isEmpty() || start.isEmpty()) {
                throw new Missing("key '" + start + "'", "there is none", "`reel key list` shows the keys.");
            }
            if (meant.size() > 1) {
                throw new Refused("key '" + start + "'", "means " + meant.size() + " keys", "Say more of its id.");
            }
            if (slots.size() == 1) {
                throw new Refused(
                        "key " + meant.getFirst().id(),
                        "is the last one; without it nobody could ever read this repository",
                        "Add another key first.");
            }
            backend.delete(meant.getFirst().handle());
            return meant.getFirst();
        }
    }

    private Locking.@Nullable Lock lock() throws IOException {
        Locking locking = backend.traits().locking();
        return locking == null ? null : locking.lock(LOCK, false, PATIENCE);
    }
}
