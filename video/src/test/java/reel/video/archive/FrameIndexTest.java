package reel.video.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import reel.stream.RandomReader;
import reel.testkit.Data;
import reel.testkit.Seeded;

/// Headers that somebody made up, with right check sums.
@Seeded
final class FrameIndexTest {
    private static final Geometry TINY = new Geometry(64, 64, 2);
    private static final SliceLayout LAYOUT = TINY.layout();

    private static RandomReader slice(
            RandomGenerator random, boolean parity, long position, int used, long payload, int repairs) {
        MemorySegment body = MemorySegment.ofArray(Data.NOISE.bytes(random, LAYOUT.bodyBytes()));
        MemorySegment unit = MemorySegment.ofArray(new byte[TINY.mostNalBytes()]);
        int sum = SliceReader.sum(body, 0, parity ? LAYOUT.bodyBytes() : used);
        SliceHeader header = new SliceHeader(
                parity,
                false,
                LAYOUT.slices(),
                LAYOUT.columns(),
                LAYOUT.sliceMbs(),
                7,
                position,
                used,
                payload,
                repairs,
                sum);
        long end = SliceWriter.write(TINY, header, false, 0, body, 0, unit, 0);
        return RandomReader.of(unit.asSlice(0, end));
    }

    @Test
    void slice_thatFitsItself_isFound(RandomGenerator random) throws IOException {
        FrameIndex index = Objects.requireNonNull(FrameIndex.byScan(slice(random, false, 0, 500, 0, 0)));
        assertThat(index.starts()).hasSize(1);
        assertThat(index.payloadBytes()).isEqualTo(-1);
    }

    @Test
    void positions_farBeyondTheFile_getNoMemory(RandomGenerator random) throws IOException {
        for (int shift = 10; shift < 48; shift++) {
            long frame = (1L << shift) / 2;
            RandomReader hostile = slice(random, false, 1L << shift, 500, frame * LAYOUT.frameBytes(), 0);
            assertThat(FrameIndex.byScan(hostile)).isNull();
        }
    }

    @Test
    void positions_thatContradictTheirOffset_arePassedOver(RandomGenerator random) throws IOException {
        assertThat(FrameIndex.byScan(slice(random, false, 0, 500, 1, 0))).isNull();
        assertThat(FrameIndex.byScan(slice(random, false, 1, 500, 0, 0))).isNull();
    }

    @Test
    void parity_thatClaimsMoreThanTheFileCanRepair_isPassedOver(RandomGenerator random) throws IOException {
        assertThat(FrameIndex.byScan(slice(random, true, 2, 1, 1L << 50, 2))).isNull();
        assertThat(FrameIndex.byScan(slice(random, true, 2, 1, 0, 2))).isNull();
        assertThat(FrameIndex.byScan(slice(random, true, 2, 0x7fffffff, 100, 2)))
                .isNull();
        assertThat(FrameIndex.byScan(slice(random, true, 2, 1, 100, 0))).isNull();
        FrameIndex index = Objects.requireNonNull(FrameIndex.byScan(slice(random, true, 2, 1, 100, 2)));
        assertThat(index.payloadBytes()).isEqualTo(100);
    }
}
