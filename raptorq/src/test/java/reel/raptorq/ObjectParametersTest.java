package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.testkit.Seeded;
import tools.jackson.databind.JsonNode;

@Seeded
final class ObjectParametersTest {
    @Test
    void derive_ofKnownObjects_isWhatTheOtherProgramDerives() {
        int seen = 0;
        for (JsonNode json : Fixtures.vectors().get("derive_oti")) {
            ObjectParameters derived = ObjectParameters.derive(
                    json.get("F").asLong(),
                    json.get("max_packet_size").asInt(),
                    json.get("decoder_memory_WS").asLong());
            assertThat(Fixtures.hex(derived.toBytes()))
                    .isEqualTo(json.get("oti_hex").asString());
            assertThat(ObjectParameters.parse(derived.toBytes())).isEqualTo(derived);
            seen++;
        }
        assertThat(seen).isEqualTo(14);
    }

    @RepeatedTest(200)
    void blocks_ofAnyObject_coverItOnce(java.util.random.RandomGenerator random) {
        int alignment = random.nextInt(1, 9);
        int units = random.nextInt(1, 40);
        long length = random.nextLong(1, 100_000);
        long symbols = ObjectParameters.ceil(length, (long) units * alignment);
        ObjectParameters parameters = new ObjectParameters(
                length,
                units * alignment,
                random.nextInt((int) ObjectParameters.ceil(symbols, 56403), (int) Math.min(255, symbols) + 1),
                random.nextInt(1, units + 1),
                alignment);
        long at = 0;
        long count = 0;
        for (int sbn = 0; sbn < parameters.sourceBlocks(); sbn++) {
            SourceBlock block = parameters.block(sbn);
            assertThat(block.offset()).isEqualTo(at);
            assertThat(block.length()).isPositive();
            at += block.length();
            count += block.symbols();
        }
        assertThat(at).isEqualTo(length);
        assertThat(count).isEqualTo(symbols);
        BlockShape shape = parameters.shape(0);
        boolean[] seen = new boolean[(int) shape.bytes()];
        for (int m = 0; m < shape.symbols(); m++) {
            for (int column = 0; column < shape.symbolSize(); column++) {
                int offset = (int) shape.offset(m, column);
                assertThat(seen[offset]).isFalse();
                seen[offset] = true;
            }
        }
    }

    @Test
    void parse_ofEveryBadField_namesIt() {
        refuses("symbolSize", () -> parse("0000000064000000010001" + "08"));
        refuses("symbolSize", () -> parse("000000006400000901000108"));
        refuses("alignment", () -> parse("000000006400000801000100"));
        refuses("sourceBlocks", () -> parse("000000006400000800000108"));
        refuses("subBlocks", () -> parse("000000006400000801000008"));
        refuses("subBlocks", () -> parse("000000006400000801000208"));
        refuses("transferLength", () -> parse("000000000000000801000108"));
        refuses("transferLength", () -> parse("ffffffffff00ffff01000101"));
        refuses("sourceBlocks", () -> parse("00ffffffff00000801000108"));
        refuses("sourceBlocks", () -> parse("0000000010000008ff000108"));
        refuses("bytes", () -> parse("00"));
        refuses("block", () -> parse("000000006400000801000108").block(1));
        refuses("block", () -> parse("000000006400000801000108").block(-1));
    }

    private static ObjectParameters parse(String hex) {
        return ObjectParameters.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void derive_ofWhatCannotBe_namesTheField() {
        refuses("transferLength", () -> ObjectParameters.derive(0, 1280, 1 << 20));
        refuses("transferLength", () -> ObjectParameters.derive(942_574_504_276L, 1280, 1 << 20));
        refuses("payloadSize", () -> ObjectParameters.derive(1, 0, 1 << 20));
        refuses("payloadSize", () -> ObjectParameters.derive(1, 70_000, 1 << 20));
        refuses("payloadSize", () -> ObjectParameters.derive(1, 7, 1 << 20, 8, 1));
        refuses("alignment", () -> ObjectParameters.derive(1, 7, 1 << 20, 0, 1));
        refuses("leastPart", () -> ObjectParameters.derive(1, 64, 1 << 20, 8, 9));
        refuses("leastPart", () -> ObjectParameters.derive(1, 64, 1 << 20, 8, 0));
        refuses("decoderMemory", () -> ObjectParameters.derive(1000, 1280, 639));
        refuses("decoderMemory", () -> ObjectParameters.derive(1000, 1280, Long.MIN_VALUE));
        refuses("sourceBlocks", () -> ObjectParameters.derive(1L << 33, 64, 1 << 20));
        assertThat(ObjectParameters.derive(1000, 1280, 640).subBlocks()).isEqualTo(20);
    }

    private static void refuses(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
