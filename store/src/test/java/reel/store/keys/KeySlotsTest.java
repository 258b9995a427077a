package reel.store.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.layer.Damage;
import reel.store.RepositoryFormat;
import reel.store.Stores;
import reel.store.crypt.ContentKey;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.chunk.ChunkProfile;
import reel.testkit.Seeded;

@Seeded
final class KeySlotsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RepositoryFormat FORMAT = Stores.smallPacks().asEncrypted();

    private final MemoryBackend backend = MemoryBackend.create();
    private final KeySlots slots = KeySlots.of(backend, FORMAT, FORMAT.encode());
    private final MasterKey master = MasterKey.generate();

    private static Passphrase passphrase(String text) throws Refused {
        return Passphrase.of(text.toCharArray());
    }

    private KeySlot add(String text) throws IOException {
        return slots.add(master, passphrase(text), Argon2Cost.LEAST, "label of " + text, NOON);
    }

    private byte[] content(Secret secret) throws IOException {
        try (KeySlots.Unlocked unlocked = slots.unlock(secret);
                ContentKey key = unlocked.master().content()) {
            return key.bytes();
        }
    }

    @Test
    void unlock_byAnyKey_givesTheSameContentKey() throws IOException {
        KeySlot first = add("one");
        add("two");
        Identity identity = Identity.generate();
        slots.add(master, identity.recipient(), "", NOON);
        byte[] content = master.content().bytes();
        assertThat(content(passphrase("one"))).isEqualTo(content);
        assertThat(content(passphrase("two"))).isEqualTo(content);
        assertThat(content(identity)).isEqualTo(content);
        assertThat(first.label(master.content())).isEqualTo(new KeySlot.Label("label of one", NOON));
        assertThat(slots.list().slots()).hasSize(3);
        assertThat(slots.list().damaged()).isEmpty();
    }

    @Test
    void unlock_byWrongSecret_isLockedAndSaysSo() throws IOException {
        add("one");
        assertThatThrownBy(() -> content(passphrase("One")))
                .isInstanceOf(Locked.class)
                .hasMessageContaining("wrong passphrase")
                .hasMessageContaining("1 key");
        assertThatThrownBy(() -> content(Identity.generate()))
                .isInstanceOf(Locked.class)
                .hasMessageContaining("none of 0 keys");
    }

    @Test
    void passphrase_typedInEitherNormalForm_isTheSame() throws IOException {
        add("caf\u00e9");
        assertThat(content(passphrase("cafe\u0301"))).isEqualTo(master.content().bytes());
    }

    @Test
    void unlock_afterTheFormatChanged_isRefused() throws IOException {
        add("one");
        RepositoryFormat other = new RepositoryFormat(FORMAT.id(), ChunkProfile.BALANCED, 1 << 20, true);
        assertThatThrownBy(() -> KeySlots.of(backend, other, other.encode()).unlock(passphrase("one")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("format");
    }

    @Test
    void slot_withAnyBitFlipped_opensNothingAndIsNamed(RandomGenerator random) throws IOException {
        KeySlot slot = add("one");
        byte[] text = Damage.readAll(backend, slot.handle());
        for (int round = 0; round < 200; round++) {
            byte[] flipped = text.clone();
            int at = random.nextInt(text.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Damage.replace(backend, slot.handle(), flipped);
            assertThat(slots.list().slots()).as("flip at %d", at).isEmpty();
            assertThatThrownBy(() -> content(passphrase("one")))
                    .isInstanceOf(Locked.class)
                    .hasMessageContaining(slot.id());
        }
    }

    @Test
    void slot_withAnyFieldChangedAndTheChecksumMadeRight_opensNothing() throws IOException {
        KeySlot slot = add("one");
        String text = new String(Damage.readAll(backend, slot.handle()), StandardCharsets.UTF_8);
        String body = text.substring(text.indexOf('\n') + 1, text.indexOf("checksum"));
        List<String> lines = Arrays.asList(body.split("\n"));
        for (int i = 0; i < lines.size(); i++) {
            SlotText changed = new SlotText(slot.handle().path());
            for (int j = 0; j < lines.size(); j++) {
                String[] field = lines.get(j).split(" = ", 2);
                changed.put(field[0], j == i ? other(field[1]) : field[1]);
            }
            Damage.replace(backend, slot.handle(), changed.toBytes());
            assertThatThrownBy(() -> content(passphrase("one")))
                    .as(lines.get(i))
                    .isInstanceOf(Locked.class);
        }
    }

    /// A digit to `Character.digit`, none to who reads hexadecimal text.
    private static final String FULLWIDTH_ONE = "\uff11";

    @Test
    void slot_withAFullwidthDigitInAnyField_isNamedAndThoseBesideItOpen() throws IOException {
        KeySlot sound = add("one");
        for (KeySlot foreign :
                List.of(add("two"), slots.add(master, Identity.generate().recipient(), "", NOON))) {
            List<String> fields = new String(foreign.text(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" = ") && line.matches(".*[0-9a-f]"))
                    .map(line -> line.substring(0, line.indexOf(" = ")))
                    .filter(field -> !field.equals("checksum"))
                    .toList();
            assertThat(fields).contains("id", "repository", "label", "wrapped");
            for (String field : fields) {
                SlotText text = SlotText.read(foreign.text(), "slot");
                String value = text.get(field);
                text.put(field, value.substring(0, value.length() - 1) + FULLWIDTH_ONE);
                Damage.replace(backend, foreign.handle(), text.toBytes());
                assertThat(slots.list().damaged())
                        .as(field)
                        .singleElement()
                        .asString()
                        .contains(foreign.id());
                assertThat(content(passphrase("one")))
                        .as(field)
                        .isEqualTo(master.content().bytes());
            }
            Damage.replace(backend, foreign.handle(), foreign.text());
        }
        assertThat(slots.list().damaged()).isEmpty();
        assertThat(slots.list().slots()).hasSize(3).extracting(KeySlot::id).contains(sound.id());
    }

    @Test
    void identityOrRecipient_withAFullwidthDigit_isRefused() {
        Identity identity = Identity.generate();
        String text = identity.toText().strip();
        assertThatThrownBy(() -> Identity.parse(text.substring(0, text.length() - 1) + FULLWIDTH_ONE, "file"))
                .isInstanceOf(Refused.class);
        String recipient = identity.recipient().toString();
        assertThatThrownBy(() -> Recipient.parse(recipient.replaceFirst("[0-9a-f]$", FULLWIDTH_ONE)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Recipient.parse(recipient.replaceFirst("(?<=recipient-)[0-9a-f]", FULLWIDTH_ONE)))
                .isInstanceOf(Refused.class);
    }

    private static String other(String value) {
        char last = value.charAt(value.length() - 1);
        return value.substring(0, value.length() - 1) + (last == '1' ? '2' : '1');
    }

    @Test
    void slot_truncatedAnywhere_opensNothing() throws IOException {
        KeySlot slot = add("one");
        byte[] text = Damage.readAll(backend, slot.handle());
        for (int length = 0; length < text.length; length++) {
            Damage.replace(backend, slot.handle(), Arrays.copyOf(text, length));
            assertThat(slots.list().slots()).as("cut to %d", length).isEmpty();
        }
    }

    @Test
    void slot_ofAnotherRepository_isPassedOver() throws IOException {
        RepositoryFormat other = new RepositoryFormat("ff".repeat(16), ChunkProfile.BALANCED, FORMAT.packBytes(), true);
        KeySlots foreign = KeySlots.of(backend, other, other.encode());
        foreign.add(MasterKey.generate(), passphrase("one"), Argon2Cost.LEAST, "", NOON);
        assertThatThrownBy(() -> content(passphrase("one")))
                .isInstanceOf(Locked.class)
                .hasMessageContaining("ff".repeat(16));
        add("one");
        assertThat(content(passphrase("one"))).isEqualTo(master.content().bytes());
    }

    @Test
    void slot_underAnothersName_isPassedOver() throws IOException {
        KeySlot slot = add("one");
        Damage.replace(backend, Handle.of("keys/" + "0".repeat(32)), slot.text());
        assertThat(slots.list().slots()).hasSize(1);
        assertThat(slots.list().damaged()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"8191,1,1", "262145,1,1", "8192,0,1", "8192,17,1", "8192,1,0", "8192,1,9", "262144,5,1"})
    void cost_beyondItsLimits_isRefusedBeforeItIsPaid(int memory, int iterations, int lanes) throws IOException {
        assertThatThrownBy(() -> new Argon2Cost(memory, iterations, lanes))
                .isInstanceOf(IllegalArgumentException.class);
        KeySlot slot = add("one");
        SlotText text = SlotText.read(slot.text(), "slot");
        text.put("memory_kib", Integer.toString(memory))
                .put("iterations", Integer.toString(iterations))
                .put("lanes", Integer.toString(lanes));
        Damage.replace(backend, slot.handle(), text.toBytes());
        assertThat(slots.list().damaged()).singleElement().asString().contains("cost");
    }

    @Test
    void remove_takesOneKeyAway_butNeverTheLast() throws IOException {
        KeySlot first = add("one");
        KeySlot second = add("two");
        assertThatThrownBy(() -> slots.remove("zz")).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> slots.remove("")).isInstanceOf(Missing.class);
        assertThat(slots.remove(first.id()).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> content(passphrase("one"))).isInstanceOf(Locked.class);
        assertThatThrownBy(() -> slots.remove(second.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("last");
        assertThat(content(passphrase("two"))).isEqualTo(master.content().bytes());
    }

    @Test
    void remove_withADamagedSlotBeside_keepsTheLastSoundOne() throws IOException {
        KeySlot sound = add("one");
        KeySlot spoilt = add("two");
        Damage.flip(backend, spoilt.handle(), 40, 1);
        assertThatThrownBy(() -> slots.remove(sound.id())).isInstanceOf(Refused.class);
    }

    @Test
    void recipientsAndIdentities_readBackAndNoticeMistakes() throws IOException {
        Identity identity = Identity.generate();
        String recipient = identity.recipient().toString();
        assertThat(Recipient.parse(recipient)).hasToString(recipient);
        assertThat(Identity.parse(identity.toText(), "file").recipient()).hasToString(recipient);
        assertThatThrownBy(() -> Recipient.parse(other(recipient))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Recipient.parse("reel-recipient-")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Identity.parse("# nothing\n", "file")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Identity.parse(recipient, "file"))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining(recipient);
    }

    @Test
    void recipient_whosePublicKeyGivesNoSecret_isRefused() {
        assertThatThrownBy(() -> slots.add(master, new Recipient(new byte[32]), "", NOON))
                .isInstanceOf(Refused.class);
    }

    @Test
    void label_thatIsTooLong_isRefusedAndNothingIsStored() throws IOException {
        assertThatThrownBy(() -> slots.add(master, passphrase("one"), Argon2Cost.LEAST, "x".repeat(65), NOON))
                .isInstanceOf(Refused.class);
        assertThat(slots.list().slots()).isEmpty();
    }

    /// RFC 7748 §6.1.
    @Test
    void x25519_ofTheRfcsKeys_givesItsSecret() {
        byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        assertThat(X25519.publicKey(bob))
                .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        byte[] alicePublic = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(X25519.agree(bob, alicePublic))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
