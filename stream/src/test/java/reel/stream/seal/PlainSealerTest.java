package reel.stream.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reel.stream.Corrupt;

class PlainSealerTest {
    private static final int FRAME = 256 << 10;

    private final Sealer sealer = Sealer.plain();

    @Test
    void seal_ofText_compressesAndOpensAgain() throws Exception {
        MemorySegment plain = text();
        MemorySegment sealed = Arena.ofAuto().allocate(sealer.bound(FRAME));
        Sealer.Sealed made = sealer.seal(plain, Compressibility.UNKNOWN, 3, sealed);
        assertThat(made.codec()).isEqualTo(Codec.ZSTD);
        assertThat(made.length()).isLessThan(FRAME / 4);
        MemorySegment opened = Arena.ofAuto().allocate(FRAME);
        sealer.open(sealed.asSlice(0, made.length()), made.codec(), opened, "frame", 0);
        assertThat(opened.mismatch(plain)).isEqualTo(-1);
    }

    @Test
    void seal_ofNoise_staysRaw() throws Exception {
        MemorySegment plain = noise(1);
        for (Compressibility hint : Compressibility.values()) {
            MemorySegment sealed = Arena.ofAuto().allocate(sealer.bound(FRAME));
            assertThat(sealer.seal(plain, hint, 3, sealed)).isEqualTo(new Sealer.Sealed(Codec.RAW, FRAME));
            MemorySegment opened = Arena.ofAuto().allocate(FRAME);
            sealer.open(sealed, Codec.RAW, opened, "frame", 0);
            assertThat(opened.mismatch(plain)).isEqualTo(-1);
        }
    }

    @Test
    void open_ofTruncatedFrame_isCorruptAndNamesThing() {
        MemorySegment sealed = Arena.ofAuto().allocate(FRAME);
        Sealer.Sealed made = sealer.seal(text(), Compressibility.LIKELY, 3, sealed);
        assertThatThrownBy(() -> sealer.open(
                        sealed.asSlice(0, made.length() - 1),
                        made.codec(),
                        Arena.ofAuto().allocate(FRAME),
                        "packs/ab/ab12.pack",
                        4711))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("packs/ab/ab12.pack")
                .hasMessageContaining("4711");
    }

    private static MemorySegment text() {
        byte[] line =
                "<clip name=\"A001_C003\" in=\"00:00:10:00\" out=\"00:00:12:12\"/>\n".getBytes(StandardCharsets.UTF_8);
        MemorySegment text = Arena.ofAuto().allocate(FRAME);
        for (int at = 0; at < FRAME; at += line.length) {
            MemorySegment.copy(MemorySegment.ofArray(line), 0, text, at, Math.min(line.length, FRAME - at));
        }
        return text;
    }

    private static MemorySegment noise(long seed) {
        byte[] bytes = new byte[FRAME];
        new Random(seed).nextBytes(bytes);
        return Arena.ofAuto().allocate(FRAME).copyFrom(MemorySegment.ofArray(bytes));
    }
}
