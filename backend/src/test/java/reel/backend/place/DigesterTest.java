package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DigesterTest {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void digest_ofTheCheckString_isThePublishedValue() {
        Map<DigestKind, String> published = Map.of(
                DigestKind.CRC64NVME, "ae8b14860a799888",
                DigestKind.CRC32C, "e3069283",
                DigestKind.CRC32, "cbf43926",
                DigestKind.MD5, "25f9e794323b453885f5181f1b624d0b",
                DigestKind.SHA1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
                DigestKind.SHA256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
        published.forEach((kind, value) -> assertThat(Digester.of(kind, MemorySegment.ofArray(CHECK)))
                .as(kind.name())
                .isEqualTo(value));
    }

    @Test
    void digest_ofPieces_isThatOfTheWhole() {
        byte[] bytes = new byte[100_003];
        new Random(1).nextBytes(bytes);
        MemorySegment all = MemorySegment.ofArray(bytes);
        for (DigestKind kind : DigestKind.values()) {
            Digester digester = Digester.of(kind);
            for (long at = 0, step = 1; at < bytes.length; at += step, step = step * 3 % 4099 + 1) {
                digester.update(all.asSlice(at, Math.min(step, bytes.length - at)));
            }
            String hex = digester.hex();
            assertThat(hex).as(kind.name()).isEqualTo(Digester.of(kind, all)).hasSize(2 * kind.bytes());
        }
    }
}
