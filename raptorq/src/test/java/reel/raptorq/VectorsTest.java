package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Packets that another implementation made: ours are the same, byte for byte, and bring its object back.
final class VectorsTest {
    private static final PlanCache PLANS = new PlanCache(1L << 30);

    record Case(String name, JsonNode json, Kernels kernels) {
        @Override
        public String toString() {
            return name + " " + kernels.name();
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode json : Fixtures.vectors().get("cases")) {
            for (Kernels kernels : Fixtures.kernels()) {
                cases.add(new Case(json.get("name").asString(), json, kernels));
            }
        }
        return cases;
    }

    private static ObjectParameters parameters(JsonNode json) {
        return ObjectParameters.parse(
                java.util.HexFormat.of().parseHex(json.get("oti_hex").asString()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void packets_ofEveryBlock_areThoseOfTheOtherProgram(Case vector) {
        JsonNode json = vector.json;
        ObjectParameters parameters = parameters(json);
        byte[] data = Fixtures.data(json.get("data_seed").asLong(), (int) parameters.transferLength());
        assertThat(Fixtures.hex(Fixtures.sha256().digest(data)))
                .isEqualTo(json.get("data_sha256").asString());
        BlockEncoder encoder = new BlockEncoder(PLANS, vector.kernels);
        MessageDigest all = Fixtures.sha256();
        byte[] packet = new byte[PayloadId.BYTES + parameters.symbolSize()];
        int sbn = 0;
        for (JsonNode block : json.get("blocks")) {
            SourceBlock own = parameters.block(sbn);
            assertThat(own.symbols()).isEqualTo(block.get("K").asInt());
            encoder.begin(parameters.shape(sbn), data, (int) own.offset(), (int) own.length());
            MessageDigest sources = Fixtures.sha256();
            for (int esi = 0; esi < own.symbols(); esi++) {
                new PayloadId(sbn, esi).write(packet, 0);
                encoder.symbol(esi, packet, PayloadId.BYTES);
                sources.update(packet);
                all.update(packet);
            }
            assertThat(Fixtures.hex(sources.digest()))
                    .isEqualTo(block.get("source_packets_sha256").asString());
            for (JsonNode repair : block.get("repair")) {
                int esi = repair.get("ESI").asInt();
                new PayloadId(sbn, esi).write(packet, 0);
                encoder.symbol(esi, packet, PayloadId.BYTES);
                assertThat(Fixtures.hex(Fixtures.sha256().digest(packet)))
                        .as("block %s symbol %s", sbn, esi)
                        .isEqualTo(repair.get("sha256").asString());
                all.update(packet);
            }
            sbn++;
        }
        assertThat(sbn).isEqualTo(parameters.sourceBlocks());
        assertThat(Fixtures.hex(all.digest()))
                .isEqualTo(json.get("all_packets_sha256").asString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void block_withSourceSymbolsReplacedByRepair_isWhatItWas(Case vector) {
        ObjectParameters parameters = parameters(vector.json);
        byte[] data = Fixtures.data(vector.json.get("data_seed").asLong(), (int) parameters.transferLength());
        BlockEncoder encoder = new BlockEncoder(PLANS, vector.kernels);
        BlockDecoder decoder = new BlockDecoder(PLANS, vector.kernels);
        byte[] symbol = new byte[parameters.symbolSize()];
        byte[] again = new byte[data.length];
        for (int sbn = 0; sbn < parameters.sourceBlocks(); sbn++) {
            SourceBlock own = parameters.block(sbn);
            encoder.begin(parameters.shape(sbn), data, (int) own.offset(), (int) own.length());
            decoder.begin(parameters.shape(sbn));
            for (int esi = 0; esi < own.symbols(); esi++) {
                if (esi % 3 != 1) {
                    encoder.symbol(esi, symbol, 0);
                    assertThat(decoder.add(esi, symbol)).isEqualTo(Added.ACCEPTED);
                }
            }
            for (int esi = own.symbols(); !decoder.solvable(); esi++) {
                encoder.symbol(esi, symbol, 0);
                assertThat(decoder.add(esi, symbol)).isEqualTo(Added.ACCEPTED);
            }
            assertThat(decoder.solve()).isEqualTo(new Solution.Solved());
            decoder.writeBlock(again, (int) own.offset(), (int) own.length());
        }
        assertThat(again).isEqualTo(data);
    }
}
