package reel.stream.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.testkit.Data;

final class ContainerTest {
    private static final String THING = "film.mov.reelbox";

    private static Keyring keys(String passphrase) throws Refused {
        return Keyring.of(Secret.of(passphrase.toCharArray()), KeyCost.LEAST);
    }

    private static final Keyring NONE = Keyring.of(null, KeyCost.LEAST);

    private static byte[] pack(byte[] plain, int level, Keyring keys) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined()) {
            ContainerWriter writer = ContainerWriter.open(
                    piece -> out.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)),
                    level,
                    keys,
                    arena.allocate(ContainerWriter.WORKSPACE_BYTES),
                    THING);
            feed(plain, writer::write);
            writer.end();
        }
        return out.toByteArray();
    }

    private static byte[] unpack(byte[] container, Keyring keys) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined()) {
            ContainerParser parser = ContainerParser.open(
                    piece -> out.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)),
                    keys,
                    arena.allocate(ContainerParser.WORKSPACE_BYTES),
                    THING);
            feed(container, parser::write);
            parser.end();
        }
        return out.toByteArray();
    }

    /// In pieces that fit no frame.
    private static void feed(byte[] bytes, ContainerWriter.Output into) throws IOException {
        int step = 77_777;
        for (int at = 0; at < bytes.length; at += step) {
            into.accept(MemorySegment.ofArray(bytes).asSlice(at, Math.min(step, bytes.length - at)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 3", "1, 0", "1048576, 3", "1048577, 0", "3500000, 3", "2097152, 0"})
    void container_ofAnySize_givesBackItsBytes(int size, int level) throws IOException {
        byte[] plain = Data.TEXT.bytes(new Random(size), size);
        for (Keyring keys : new Keyring[] {NONE, keys("six random words")}) {
            if (level == 0 && keys == NONE) {
                continue;
            }
            byte[] container = pack(plain, level, keys);

            assertThat(unpack(container, keys)).isEqualTo(plain);
            if (level > 0 && size > 0) {
                assertThat(container.length).isLessThan(size * 2 / 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1048575, 1048576, 1048577, 2097152, 3500000})
    void encryptedBytes_areThoseOfAnIncompressibleContainer_andOfNoneThatIsNotEncrypted(int size) throws IOException {
        byte[] noise = Data.NOISE.bytes(new Random(size), size);
        Keyring keys = keys("six random words");

        byte[] encrypted = pack(noise, 3, keys);
        byte[] plain = pack(noise, 3, NONE);

        assertThat(encrypted).hasSize((int) Containers.encryptedBytes(size));
        assertThat((long) plain.length).isLessThan(Containers.encryptedBytes(size));
        assertThat(Containers.isEncrypted(Arrays.copyOf(encrypted, Containers.HEAD_BYTES), THING))
                .isTrue();
        assertThat(Containers.isEncrypted(Arrays.copyOf(plain, Containers.HEAD_BYTES), THING))
                .isFalse();
    }

    @Test
    void reader_atAnyOffset_givesTheSameBytes() throws IOException {
        byte[] plain = Data.TEXT.bytes(new Random(9), 3_500_000);
        Keyring keys = keys("six random words");
        byte[] container = pack(plain, 3, keys);
        ContainerReader reader = ContainerReader.open(RandomReader.of(MemorySegment.ofArray(container)), keys, THING);

        assertThat(reader.size()).isEqualTo(plain.length);
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(plain.length);
            int length = random.nextInt(Math.min(1_500_000, plain.length - from));
            byte[] some = new byte[length];
            reader.read(from, MemorySegment.ofArray(some));
            assertThat(some).isEqualTo(Arrays.copyOfRange(plain, from, from + length));
        }
    }

    @Test
    void container_withAnotherOrNoPassphrase_isLocked() throws IOException {
        byte[] container = pack(new byte[100], 0, keys("right"));

        assertThatThrownBy(() -> unpack(container, keys("wrong")))
                .isInstanceOf(Locked.class)
                .hasMessageContaining("another passphrase");
        assertThatThrownBy(() -> unpack(container, NONE)).isInstanceOf(Locked.class);
    }

    @Test
    void container_ofTheSameBytes_isNeverTheSame() throws IOException {
        Keyring keys = keys("right");
        byte[] plain = new byte[1000];

        assertThat(pack(plain, 0, keys)).isNotEqualTo(pack(plain, 0, keys));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void container_withAnyBitChanged_isNoticed(boolean encrypted) throws IOException {
        byte[] plain = Data.TEXT.bytes(new Random(3), 1_100_000);
        Keyring keys = encrypted ? keys("right") : NONE;
        byte[] container = pack(plain, 3, keys);
        Random random = new Random(5);
        for (int i = 0; i < 120; i++) {
            byte[] damaged = container.clone();
            int at =
                    i < 96 ? i : i < 110 ? container.length - 1 - random.nextInt(90) : random.nextInt(container.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> unpack(damaged, keys))
                    .as("byte " + at)
                    .isInstanceOfAny(Corrupt.class, Refused.class, Locked.class);
        }
    }

    @Test
    void container_cutAnywhere_isCorrupt() throws IOException {
        byte[] plain = Data.NOISE.bytes(new Random(3), 2_300_000);
        Keyring keys = keys("right");
        byte[] container = pack(plain, 0, keys);
        int frame = Shape.FRAME_HEADER_BYTES + Shape.FRAME_BYTES + Shape.TAG_BYTES;
        for (int length : new int[] {
            0, 50, 96, 96 + frame, 96 + 2 * frame, container.length - Shape.TRAILER_BYTES, container.length - 1
        }) {
            byte[] cut = Arrays.copyOf(container, length);
            assertThatThrownBy(() -> unpack(cut, keys)).as(length + " bytes").isInstanceOf(Corrupt.class);
        }
        byte[] longer = Arrays.copyOf(container, container.length + 1);
        assertThatThrownBy(() -> unpack(longer, keys)).isInstanceOf(Corrupt.class);
    }

    @Test
    void container_withFramesExchanged_isCorrupt() throws IOException {
        byte[] plain = Data.NOISE.bytes(new Random(3), 3 << 20);
        Keyring keys = keys("right");
        byte[] container = pack(plain, 0, keys);
        int frame = Shape.FRAME_HEADER_BYTES + Shape.FRAME_BYTES + Shape.TAG_BYTES;
        byte[] exchanged = container.clone();
        System.arraycopy(container, 96, exchanged, 96 + frame, frame);
        System.arraycopy(container, 96 + frame, exchanged, 96, frame);

        assertThatThrownBy(() -> unpack(exchanged, keys)).isInstanceOf(Corrupt.class);

        // A frame of another container under the same passphrase, in the same place.
        byte[] other = pack(plain, 0, keys);
        byte[] mixed = container.clone();
        System.arraycopy(other, 96, mixed, 96, frame);
        assertThatThrownBy(() -> unpack(mixed, keys)).isInstanceOf(Corrupt.class);
    }

    @Test
    void secret_isShownByNothing() throws Refused {
        Secret secret = Secret.of("swordfish".toCharArray());

        assertThat(secret.toString()).doesNotContain("swordfish");
        assertThatThrownBy(() -> Secret.of(new char[0])).isInstanceOf(Refused.class);
    }
}
