package reel.store.keys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import reel.backend.Handle;
import reel.store.crypt.ContentKey;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;

/// One key slot, `keys/<id>`: the master key wrapped for a passphrase or a recipient.
public final class KeySlot {
    /// The longest label, in bytes of UTF-8.
    public static final int MAX_LABEL_BYTES = 64;

    static final String FOLDER = "keys/";

    private static final int VERSION = 1;
    private static final int ID_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LABEL_BYTES = Long.BYTES + MAX_LABEL_BYTES;
    private static final int PAYLOAD_BYTES = MasterKey.BYTES + HASH_BYTES;
    private static final String FROM_PASSPHRASE = "reel 2026 passphrase slot";
    private static final String FROM_RECIPIENT = "reel 2026 recipient slot";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What opens a slot.
    public enum Kind {
        PASSPHRASE("passphrase"),
        X25519("x25519");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As the slot's text says it.
        public String word() {
            return word;
        }
    }

    /// What a slot's label says. @param added to the second
    public record Label(String text, Instant added) {}

    /// What a slot gives to who can open it. @param formatHash BLAKE3 of the `format` object when it was made
    record Opened(MasterKey master, byte[] formatHash) {}

    /// What new slots are made for. @param label at most [#MAX_LABEL_BYTES]
    record Birth(String repository, MasterKey master, byte[] format, String label, Instant now) {}

    private final String id;
    private final String repository;
    private final Kind kind;
    private final @Nullable Argon2Cost cost;
    private final byte[] salt;
    private final byte[] label;
    private final byte[] wrapped;
    private final byte[] associated;
    private final byte[] text;

    private KeySlot(SlotText text, String thing) throws Corrupt {
        if (text.number("version") != VERSION) {
            throw new Corrupt(thing, -1, "version " + VERSION, text.get("version"), "Install a newer reel.", null);
        }
        this.id = HexFormat.of().formatHex(text.hex("id", ID_BYTES));
        this.repository = HexFormat.of().formatHex(text.hex("repository", ID_BYTES));
        this.kind = kind(text.get("kind"), thing);
        if (kind == Kind.PASSPHRASE) {
            if (!text.get("kdf").equals("argon2id")) {
                throw new Corrupt(thing, -1, "kdf = argon2id", text.get("kdf"));
            }
            this.cost = cost(text, thing);
            this.salt = text.hex("salt", Argon2Cost.SALT_BYTES);
        } else {
            this.cost = null;
            this.salt = text.hex("ephemeral", X25519.KEY_BYTES);
        }
        this.label = text.hex("label", LABEL_BYTES + SmallSeal.OVERHEAD_BYTES);
        this.wrapped = text.hex("wrapped", PAYLOAD_BYTES + SmallSeal.OVERHEAD_BYTES);
        this.text = text.toBytes();
        this.associated = beforeWrapped(this.text);
    }

    private static byte[] beforeWrapped(byte[] text) {
        String all = new String(text, StandardCharsets.UTF_8);
        return all.substring(0, all.indexOf("\nwrapped = ") + 1).getBytes(StandardCharsets.UTF_8);
    }

    private static Kind kind(String word, String thing) throws Corrupt {
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new Corrupt(thing, -1, "kind = passphrase or x25519", word);
    }

    private static Argon2Cost cost(SlotText text, String thing) throws Corrupt {
        try {
            return new Argon2Cost(text.number("memory_kib"), text.number("iterations"), text.number("lanes"));
        } catch (IllegalArgumentException beyond) {
            throw new Corrupt(thing, -1, "a cost within the limits", String.valueOf(beyond.getMessage()));
        }
    }

    /// Reads a slot's text. [Corrupt] says what is wrong with it.
    static KeySlot decode(byte[] bytes, Handle handle) throws Corrupt {
        KeySlot slot = new KeySlot(SlotText.read(bytes, handle.path()), handle.path());
        if (!slot.handle().equals(handle)) {
            throw new Corrupt(handle.path(), -1, "the id of its name", slot.id);
        }
        return slot;
    }

    static KeySlot forPassphrase(Birth birth, Passphrase passphrase, Argon2Cost cost) throws Refused {
        byte[] salt = random(Argon2Cost.SALT_BYTES);
        SlotText text = begin(birth, Kind.PASSPHRASE)
                .put("kdf", "argon2id")
                .put("memory_kib", Integer.toString(cost.memoryKib()))
                .put("iterations", Integer.toString(cost.iterations()))
                .put("lanes", Integer.toString(cost.lanes()))
                .put("salt", salt);
        return finish(birth, text, fromPassphrase(cost, passphrase, salt));
    }

    static KeySlot forRecipient(Birth birth, Recipient recipient) throws Refused {
        byte[] own = X25519.newPrivateKey();
        byte[] ephemeral = X25519.publicKey(own);
        byte[] wrapping = fromRecipient(own, recipient.key(), ephemeral, recipient.key());
        Arrays.fill(own, (byte) 0);
        if (wrapping == null) {
            throw new Refused("recipient", "has a public key that protects nothing", "Make another identity.");
        }
        return finish(birth, begin(birth, Kind.X25519).put("ephemeral", ephemeral), wrapping);
    }

    private static SlotText begin(Birth birth, Kind kind) {
        byte[] id = random(ID_BYTES);
        return new SlotText(FOLDER + HexFormat.of().formatHex(id))
                .put("version", Integer.toString(VERSION))
                .put("id", id)
                .put("repository", birth.repository())
                .put("kind", kind.word);
    }

    private static KeySlot finish(Birth birth, SlotText text, byte[] wrapping) throws Refused {
        try (ContentKey content = birth.master().content()) {
            byte[] id = text.get("id").getBytes(StandardCharsets.UTF_8);
            text.put("label", SmallSeal.seal(content.labels(), labelBytes(birth), id));
            byte[] payload = ByteBuffer.allocate(PAYLOAD_BYTES)
                    .put(birth.master().bytes())
                    .put(Blake3.hash(birth.format()).toBytes())
                    .array();
            text.put("wrapped", SmallSeal.seal(wrapping, payload, text.bytes()));
            Arrays.fill(payload, (byte) 0);
            Arrays.fill(wrapping, (byte) 0);
            return new KeySlot(text, FOLDER + text.get("id"));
        } catch (Corrupt impossible) {
            throw new IllegalStateException("a new slot that cannot be read", impossible);
        }
    }

    private static byte[] labelBytes(Birth birth) throws Refused {
        byte[] label = birth.label().getBytes(StandardCharsets.UTF_8);
        if (label.length > MAX_LABEL_BYTES || birth.label().chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    "label '" + birth.label() + "'",
                    "has " + label.length + " bytes or a control character",
                    "Take at most " + MAX_LABEL_BYTES + " bytes.");
        }
        return ByteBuffer.allocate(LABEL_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(birth.now().getEpochSecond())
                .put(label)
                .array();
    }

    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    String repository() {
        return repository;
    }

    Handle handle() {
        return Handle.of(FOLDER + id);
    }

    byte[] text() {
        return text.clone();
    }

    /// Its label, for who has the content key; null where it was sealed under another.
    public @Nullable Label label(ContentKey content) {
        byte[] plain = SmallSeal.open(content.labels(), label, id.getBytes(StandardCharsets.UTF_8));
        if (plain == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        long seconds = Math.clamp(bytes.getLong(), 0L, 253_402_300_799L);
        String label = new String(plain, Long.BYTES, MAX_LABEL_BYTES, StandardCharsets.UTF_8);
        int end = label.indexOf('\0');
        return new Label(end < 0 ? label : label.substring(0, end), Instant.ofEpochSecond(seconds));
    }

    /// Opens the slot; null where this is not its secret.
    @Nullable
    Opened open(Secret secret) {
        byte[] wrapping = switch (secret) {
            case Passphrase passphrase -> cost == null ? null : fromPassphrase(cost, passphrase, salt);
            case Identity identity -> cost != null ? null : fromIdentity(identity);
        };
        byte[] payload = wrapping == null ? null : SmallSeal.open(wrapping, wrapped, associated);
        if (payload == null) {
            return null;
        }
        MasterKey master = new MasterKey(Arrays.copyOf(payload, MasterKey.BYTES));
        byte[] format = Arrays.copyOfRange(payload, MasterKey.BYTES, PAYLOAD_BYTES);
        Arrays.fill(payload, (byte) 0);
        return new Opened(master, format);
    }

    private static byte[] fromPassphrase(Argon2Cost cost, Passphrase passphrase, byte[] salt) {
        return Blake3.derivingKey(FROM_PASSPHRASE)
                .update(cost.hash(passphrase, salt))
                .digest()
                .toBytes();
    }

    private byte @Nullable [] fromIdentity(Identity identity) {
        return fromRecipient(identity.key(), salt, salt, X25519.publicKey(identity.key()));
    }

    private static byte @Nullable [] fromRecipient(byte[] own, byte[] other, byte[] ephemeral, byte[] recipient) {
        byte[] shared = X25519.agree(own, other);
        return shared == null
                ? null
                : Blake3.derivingKey(FROM_RECIPIENT)
                        .update(shared)
                        .update(ephemeral)
                        .update(recipient)
                        .digest()
                        .toBytes();
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
