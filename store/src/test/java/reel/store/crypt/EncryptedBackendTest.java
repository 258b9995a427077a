package reel.store.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.Spooling.Spool;
import reel.backend.layer.Damage;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.testkit.Seeded;

/// What the encrypted layer stores and what it refuses; that it keeps the backend's contract is told elsewhere.
@Seeded
final class EncryptedBackendTest {
    private static final Handle ONE = Handle.of("packs/aa/one.pack");
    private static final Handle TWO = Handle.of("packs/aa/two.pack");
    private static final int SEGMENT = 64 << 10;

    private final MemoryBackend stored = MemoryBackend.create();

    private Backend opened() {
        return EncryptedBackend.over(stored, Keys.of(1));
    }

    private static byte[] noise(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 5})
    void object_ofAnyLength_isStoredAsDocumented(int length) throws Exception {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        opened().write(ONE, Source.of(bytes));
        try (Spool spool = Objects.requireNonNull(opened().traits().spooling()).spool("x")) {
            for (int at = 0; at < length; at += 10_007) {
                spool.append(MemorySegment.ofArray(bytes).asSlice(at, Math.min(10_007, length - at)));
            }
            spool.publish(TWO);
        }
        for (Handle handle : List.of(ONE, TWO)) {
            byte[] object = Damage.readAll(stored, handle);
            assertThat(object.length).isEqualTo(64 + length + 16 * Math.max(1, (length + SEGMENT - 1) / SEGMENT));
            assertThat(opened().stat(handle).size()).isEqualTo(length);
            assertThat(openByHand(object, handle)).isEqualTo(bytes);
            assertThat(Damage.readAll(opened(), handle)).isEqualTo(bytes);
        }
        assertThat(Damage.readAll(stored, ONE)).isNotEqualTo(Damage.readAll(stored, TWO));
    }

    /// The page docs/format/encryption.md, word by word, without the code that is tested.
    private static byte[] openByHand(byte[] object, Handle handle) throws Exception {
        byte[] content = derive("reel 2026 repository content", master());
        byte[] objects = derive("reel 2026 objects", content);
        byte[] header = Arrays.copyOf(object, 64);
        assertThat(new String(header, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("REELLOCK");
        byte[] key = Blake3.keyed(objects).update(header).digest().toBytes();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        long number = 0;
        for (int at = 64; at < object.length; at += SEGMENT + 16) {
            int length = Math.min(SEGMENT + 16, object.length - at);
            boolean last = at + length == object.length;
            byte[] nonce = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number++)
                    .putInt(last ? 1 : 0)
                    .array();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            if (last) {
                cipher.updateAAD(handle.path().getBytes(StandardCharsets.UTF_8));
            }
            plain.writeBytes(cipher.doFinal(object, at, length));
        }
        return plain.toByteArray();
    }

    private static byte[] master() {
        byte[] master = new byte[32];
        Arrays.fill(master, (byte) 1);
        return master;
    }

    private static byte[] derive(String context, byte[] material) {
        return Blake3.derivingKey(context).update(material).digest().toBytes();
    }

    @Test
    void read_ofAnyRange_isThatRange(RandomGenerator random) throws IOException {
        byte[] bytes = noise(random, 5 * SEGMENT + 333);
        Backend backend = opened();
        backend.write(ONE, Source.of(bytes));
        for (int round = 0; round < 300; round++) {
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            byte[] range = new byte[to - from];
            backend.read(ONE, from, MemorySegment.ofArray(range));
            assertThat(range).isEqualTo(Arrays.copyOfRange(bytes, from, to));
        }
    }

    @Test
    void source_readInAnyPieces_isTheSameObject(RandomGenerator random) throws IOException {
        SealedSource source = new SealedSource(Source.of(noise(random, 3 * SEGMENT + 9)), ONE, new byte[32]);
        byte[] whole = new byte[(int) source.size()];
        source.read(0, MemorySegment.ofArray(whole));
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt(whole.length);
            byte[] piece = new byte[random.nextInt(whole.length - from)];
            source.read(from, MemorySegment.ofArray(piece));
            assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, from, from + piece.length));
        }
    }

    @Test
    void read_afterAnyFlip_isAnErrorWhereverTheFlipCounts(RandomGenerator random) throws IOException {
        byte[] bytes = noise(random, 2 * SEGMENT + 100);
        opened().write(ONE, Source.of(bytes));
        byte[] object = Damage.readAll(stored, ONE);
        for (int round = 0; round < 300; round++) {
            int at = round < 2 * 64 ? round % 64 : random.nextInt(object.length);
            byte[] flipped = object.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Damage.replace(stored, ONE, flipped);
            Backend backend = opened();
            assertThatThrownBy(() -> Damage.readAll(backend, ONE))
                    .as("flip at %d", at)
                    .isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void read_afterAFlip_stillGivesTheOtherSegments(RandomGenerator random) throws IOException {
        byte[] bytes = noise(random, 3 * SEGMENT);
        opened().write(ONE, Source.of(bytes));
        Damage.flip(stored, ONE, 64 + SEGMENT + 16 + 1000, 3);
        Backend backend = opened();
        byte[] first = new byte[SEGMENT];
        backend.read(ONE, 0, MemorySegment.ofArray(first));
        assertThat(first).isEqualTo(Arrays.copyOf(bytes, SEGMENT));
        assertThatThrownBy(() -> backend.read(ONE, SEGMENT + 5, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(ONE.path());
    }

    @Test
    void read_ofCutObject_givesNothing(RandomGenerator random) throws IOException {
        opened().write(ONE, Source.of(noise(random, 3 * SEGMENT)));
        byte[] object = Damage.readAll(stored, ONE);
        for (int length : new int[] {0, 1, 63, 64, 79, 80, 64 + SEGMENT, 64 + SEGMENT + 16, 64 + 2 * (SEGMENT + 16)}) {
            Damage.replace(stored, ONE, Arrays.copyOf(object, length));
            Backend backend = opened();
            assertThatThrownBy(() -> backend.read(ONE, 0, MemorySegment.ofArray(new byte[0])))
                    .as("cut to %d", length)
                    .isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void read_ofAnObjectInAnothersPlace_givesNothing(RandomGenerator random) throws IOException {
        opened().write(ONE, Source.of(noise(random, 3 * SEGMENT)));
        opened().write(TWO, Source.of(noise(random, 3 * SEGMENT)));
        byte[] one = Damage.readAll(stored, ONE);
        Damage.replace(stored, ONE, Damage.readAll(stored, TWO));
        Damage.replace(stored, TWO, one);
        Backend backend = opened();
        for (Handle handle : List.of(ONE, TWO)) {
            assertThatThrownBy(() -> backend.read(handle, 0, MemorySegment.ofArray(new byte[1])))
                    .isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void read_underAnotherKey_givesNothing() throws IOException {
        opened().write(ONE, Source.of(new byte[100]));
        Backend other = EncryptedBackend.over(stored, Keys.of(2));
        assertThatThrownBy(() -> other.read(ONE, 0, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Corrupt.class);
    }

    @Test
    void read_ofAnObjectSomebodyWroteAgain_isTheNewOne() throws IOException {
        Backend reader = opened();
        opened().write(ONE, Source.of(new byte[] {1, 2, 3}));
        assertThat(Damage.readAll(reader, ONE)).containsExactly(1, 2, 3);
        stored.delete(ONE);
        opened().write(ONE, Source.of(new byte[] {4, 5, 6, 7}));
        assertThat(Damage.readAll(reader, ONE)).containsExactly(4, 5, 6, 7);
    }

    @Test
    void formatKeysAndParity_passAsTheyAre() throws IOException {
        for (String path : List.of("format", "keys/0", "parity/a/b.par", "parity/twins/ops/1")) {
            byte[] text = path.getBytes(StandardCharsets.UTF_8);
            opened().createNew(Handle.of(path), Source.of(text));
            assertThat(Damage.readAll(stored, Handle.of(path))).isEqualTo(text);
            assertThat(Damage.readAll(opened(), Handle.of(path))).isEqualTo(text);
            assertThat(opened().stat(Handle.of(path)).size()).isEqualTo(text.length);
        }
        opened().createNew(Handle.of("formats"), Source.of(new byte[4]));
        assertThat(stored.stat(Handle.of("formats")).size()).isGreaterThan(80);
    }

    @Test
    void source_thatFailsAndIsReadAgain_staysRight(RandomGenerator random) throws IOException {
        byte[] bytes = noise(random, 2 * SEGMENT);
        int[] failures = {1};
        Source flaky = new Source() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                if (offset > 0 && failures[0]-- > 0) {
                    throw new Corrupt("source", offset, "bytes", "none");
                }
                MemorySegment.copy(MemorySegment.ofArray(bytes), offset, into, 0, into.byteSize());
            }
        };
        SealedSource source = new SealedSource(flaky, ONE, Keys.of(1).objects());
        byte[] whole = new byte[(int) source.size()];
        assertThatThrownBy(() -> source.read(0, MemorySegment.ofArray(whole))).isInstanceOf(Corrupt.class);
        stored.write(ONE, source);
        assertThat(Damage.readAll(opened(), ONE)).isEqualTo(bytes);
    }
}
