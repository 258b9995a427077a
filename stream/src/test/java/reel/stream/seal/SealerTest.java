package reel.stream.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;

final class SealerTest {
    static final int FRAME = 256 << 10;

    /// Replay another run with `-Dreel.seed=…`.
    static final long SEED = Long.getLong("reel.seed", 20_260_101);

    private static final String PACK = "packs/ab/ab12.pack";

    @Test
    void seal_ofText_compressesAndOpensAgain() throws Exception {
        Frame frame = seal(offHeap(text(FRAME)), Compressibility.UNKNOWN);
        assertThat(frame.codec).isEqualTo(Codec.ZSTD);
        assertThat(frame.sealed.byteSize()).isLessThan(FRAME / 4);
        assertOpens(frame);
    }

    @ParameterizedTest
    @EnumSource
    void seal_ofNoise_staysRaw(Compressibility hint) throws Exception {
        Frame frame = seal(offHeap(noise(FRAME)), hint);
        assertThat(frame.codec).isEqualTo(Codec.RAW);
        assertThat(frame.sealed.byteSize()).isEqualTo(FRAME);
        assertOpens(frame);
    }

    @Test
    void seal_ofTextSaidToBeMedia_staysRaw() throws Exception {
        Frame frame = seal(offHeap(text(FRAME)), Compressibility.NEVER);
        assertThat(frame.codec).isEqualTo(Codec.RAW);
        assertOpens(frame);
    }

    @Test
    void seal_ofMixture_savesAtLeastThreePercentOrStaysRaw() throws Exception {
        for (int textBytes = 0; textBytes < FRAME; textBytes += FRAME / 64) {
            byte[] mixture = noise(FRAME);
            System.arraycopy(text(FRAME), 0, mixture, 0, textBytes);
            Frame frame = seal(offHeap(mixture), Compressibility.LIKELY);
            if (frame.codec == Codec.ZSTD) {
                assertThat(frame.sealed.byteSize()).isLessThanOrEqualTo(FRAME - FRAME / 33);
            } else {
                assertThat(textBytes).as("text in a raw frame").isLessThan(FRAME / 16);
            }
            assertOpens(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 1000, 4095, 4096, 4097, 65_536, 1_000_003})
    void seal_ofAnyLength_opensAgainOnAndOffTheHeap(int length) throws Exception {
        for (byte[] bytes : List.of(text(length), noise(length), new byte[length])) {
            for (Compressibility hint : Compressibility.values()) {
                assertOpens(seal(offHeap(bytes), hint));
                assertOpens(seal(MemorySegment.ofArray(bytes), hint));
                assertOpens(seal(offHeap(bytes).asReadOnly(), hint));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 1, 3, 9, 19})
    void seal_atAnyLevel_opensAgain(int level) throws Exception {
        MemorySegment plain = offHeap(text(FRAME));
        MemorySegment into = Arena.ofAuto().allocate(FRAME);
        Sealer.Sealed made = Sealer.seal(plain, Compressibility.UNKNOWN, level, into);
        assertThat(made.codec()).isEqualTo(Codec.ZSTD);
        assertOpens(new Frame(plain, into.asSlice(0, made.length()), made.codec()));
    }

    @Test
    void open_ofTruncatedFrame_isCorruptAndNamesThing() {
        for (byte[] bytes : List.of(text(FRAME), noise(FRAME))) {
            Frame frame = seal(offHeap(bytes), Compressibility.UNKNOWN);
            for (long length : new long[] {0, 1, 11, 27, 28, 29, frame.sealed.byteSize() - 1}) {
                assertThatThrownBy(() -> open(frame.sealed.asSlice(0, length), frame.codec, FRAME))
                        .isInstanceOf(Corrupt.class)
                        .hasMessageContaining(PACK)
                        .hasMessageContaining("4711");
            }
        }
    }

    @Test
    void open_withWrongPlainLength_isCorrupt() {
        for (byte[] bytes : List.of(text(FRAME), noise(FRAME))) {
            Frame frame = seal(offHeap(bytes), Compressibility.UNKNOWN);
            for (int length : new int[] {0, 1, FRAME - 1, FRAME + 1, 2 * FRAME}) {
                assertThatThrownBy(() -> open(frame.sealed, frame.codec, length))
                        .as("opened as %d bytes", length)
                        .isInstanceOf(Corrupt.class);
            }
        }
    }

    @Test
    void open_withEveryOtherCodec_isCorrupt() {
        Frame frame = seal(offHeap(text(FRAME)), Compressibility.UNKNOWN);
        for (Codec codec : Codec.values()) {
            if (codec != frame.codec) {
                assertThatThrownBy(() -> open(frame.sealed, codec, FRAME)).isInstanceOf(Corrupt.class);
            }
        }
    }

    @Test
    void open_ofGarbage_neverFailsOtherwiseThanCorrupt() {
        Random random = new Random(SEED);
        for (int round = 0; round < 4000; round++) {
            byte[] sealed = new byte[random.nextInt(600)];
            random.nextBytes(sealed);
            if (sealed.length > 16 && round % 2 == 0) {
                // A believable start: the magic number of zstd where the compressed bytes begin.
                offHeapInt(sealed, 0, 0xfd2fb528);
            }
            Codec codec = Codec.values()[random.nextInt(Codec.values().length)];
            int plainBytes = random.nextInt(2048);
            assertOpensOrCorrupt(offHeap(sealed), codec, plainBytes, round);
        }
    }

    @Test
    void open_ofFlippedFrame_neverFailsOtherwiseThanCorrupt() {
        Random random = new Random(SEED);
        Frame frame = seal(offHeap(text(8192)), Compressibility.LIKELY);
        for (int round = 0; round < 3000; round++) {
            MemorySegment damaged = offHeap(frame.sealed.toArray(ValueLayout.JAVA_BYTE));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                long at = random.nextLong(damaged.byteSize());
                byte before = damaged.get(ValueLayout.JAVA_BYTE, at);
                damaged.set(ValueLayout.JAVA_BYTE, at, (byte) (before ^ 1 << random.nextInt(8)));
            }
            assertOpensOrCorrupt(damaged, frame.codec, 8192, round);
        }
    }

    @Test
    void sealer_usedByManyThreads_opensWhatItSealed() throws Exception {
        List<Future<?>> tasks = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int task = 0; task < 64; task++) {
                int length = 20_000 + 137 * task;
                byte[] bytes = task % 3 == 0 ? noise(length) : text(length);
                tasks.add(threads.submit(() -> {
                    assertOpens(seal(offHeap(bytes), Compressibility.UNKNOWN));
                    return null;
                }));
            }
        }
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    record Frame(MemorySegment plain, MemorySegment sealed, Codec codec) {}

    Frame seal(MemorySegment plain, Compressibility hint) {
        long bound = plain.byteSize();
        MemorySegment into = plain.isNative()
                ? Arena.ofAuto().allocate(bound)
                : MemorySegment.ofArray(new byte[Math.toIntExact(bound)]);
        Sealer.Sealed made = Sealer.seal(plain, hint, 3, into);
        if (made.codec() == Codec.RAW) {
            assertThat(made.length()).isEqualTo((int) bound);
            return new Frame(plain, plain, Codec.RAW);
        }
        return new Frame(plain, into.asSlice(0, made.length()), made.codec());
    }

    MemorySegment open(MemorySegment sealed, Codec codec, long length) throws Exception {
        MemorySegment plain = Arena.ofAuto().allocate(length);
        Sealer.open(sealed, codec, plain, PACK, 4711);
        return plain;
    }

    void assertOpens(Frame frame) throws Exception {
        assertThat(open(frame.sealed, frame.codec, frame.plain.byteSize()).mismatch(frame.plain))
                .isEqualTo(-1);
        MemorySegment onHeap = MemorySegment.ofArray(new byte[Math.toIntExact(frame.plain.byteSize())]);
        Sealer.open(frame.sealed.asReadOnly(), frame.codec, onHeap, PACK, 4711);
        assertThat(onHeap.mismatch(frame.plain)).isEqualTo(-1);
    }

    private void assertOpensOrCorrupt(MemorySegment sealed, Codec codec, int plainBytes, int round) {
        Throwable failure = catchThrowable(() -> open(sealed, codec, plainBytes));
        if (failure != null) {
            assertThat(failure).as("seed %d, round %d", SEED, round).isInstanceOf(Corrupt.class);
        }
    }

    private static void offHeapInt(byte[] bytes, int at, int value) {
        MemorySegment.ofArray(bytes).set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
    }

    static byte[] text(int length) {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder(length + 64);
        for (int clip = 0; text.length() < length; clip++) {
            text.append("<clip name=\"A")
                    .append(clip)
                    .append("\" in=\"")
                    .append(random.nextInt(9000))
                    .append("\"/>\n");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    static MemorySegment offHeap(byte[] bytes) {
        return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }
}
