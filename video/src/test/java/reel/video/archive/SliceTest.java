package reel.video.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class SliceTest {
    private static final Geometry TINY = new Geometry(64, 64, 2);
    private static final SliceLayout LAYOUT = TINY.layout();

    private final MemorySegment unit = MemorySegment.ofArray(new byte[2 * TINY.mostNalBytes()]);
    private final SliceReader reader = new SliceReader(MemorySegment.ofArray(new byte[(int) LAYOUT.sliceUnitBytes()]));

    private static SliceHeader header(byte[] body, long position) {
        return new SliceHeader(
                false,
                false,
                LAYOUT.slices(),
                LAYOUT.columns(),
                LAYOUT.sliceMbs(),
                0x12345678,
                position,
                body.length,
                1L << 40,
                0,
                SliceReader.sum(MemorySegment.ofArray(body), 0, body.length));
    }

    private long write(byte[] body) {
        MemorySegment bodies = MemorySegment.ofArray(body);
        return SliceWriter.write(TINY, header(body, 6), true, 1, bodies, 0, unit, 0);
    }

    private byte[] read(long end) {
        long at = SliceReader.find(unit, 0, end);
        SliceHeader header = at < 0 ? null : reader.header(unit, at, end);
        if (header == null) {
            return new byte[0];
        }
        MemorySegment body = MemorySegment.ofArray(new byte[LAYOUT.bodyBytes()]);
        long stop = reader.body(header, unit, at, end, body, 0);
        return stop < 0 ? new byte[0] : body.asSlice(0, header.used()).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void slice_ofAnyLengthAndKind_comesBack(RandomGenerator random) {
        for (int length : new int[] {1, 2, 335, 336, 337, 720, 721, LAYOUT.bodyBytes() - 1, LAYOUT.bodyBytes()}) {
            for (Data kind : Data.values()) {
                byte[] body = kind.bytes(random, length);

                long end = write(body);

                assertThat(read(end)).isEqualTo(body);
                assertThat(unit.get(SliceWriter.LENGTH, 0) + 4L).isEqualTo(end);
            }
        }
    }

    @Test
    void slice_ofZeros_isHardlyEscaped() {
        long end = write(new byte[LAYOUT.bodyBytes()]);
        assertThat(end).isBetween(LAYOUT.sliceUnitBytes(), LAYOUT.sliceUnitBytes() + 30);
    }

    @Test
    void slice_withAnyByteChanged_isRightOrNone(RandomGenerator random) {
        byte[] body = Data.NOISE.bytes(random, 900);
        long end = write(body);
        int refused = 0;
        for (int at = 0; at < end; at++) {
            byte before = unit.get(ValueLayout.JAVA_BYTE, at);
            unit.set(ValueLayout.JAVA_BYTE, at, (byte) (before ^ 1 << random.nextInt(8)));

            byte[] found = read(end);

            if (found.length == 0) {
                refused++;
            } else {
                assertThat(found).isEqualTo(body);
            }
            unit.set(ValueLayout.JAVA_BYTE, at, before);
        }
        assertThat(refused).isGreaterThan(900);
        assertThat(read(end)).isEqualTo(body);
    }

    @Test
    void slice_cutAnywhereInItsSamples_isNone(RandomGenerator random) {
        byte[] body = Data.NOISE.bytes(random, 700);
        long end = write(body);
        long samples = SliceReader.find(unit, 0, end) + 2L * 386 - 2;
        for (long cut = 0; cut < samples; cut++) {
            assertThat(read(cut)).isEmpty();
        }
    }

    @Test
    void header_ofNoise_isNone(RandomGenerator random) {
        for (int round = 0; round < 1000; round++) {
            assertThat(SliceHeader.read(Data.NOISE.bytes(random, SliceHeader.BYTES)))
                    .isNull();
        }
    }
}
