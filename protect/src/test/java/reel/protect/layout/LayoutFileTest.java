package reel.protect.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.protect.disk.Disk;
import reel.raptorq.ObjectParameters;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class LayoutFileTest {
    private static final String ID = Base58.encode(new Hash(1, 2, 3, 4));

    /// Two blocks of 100 and 60 bytes in symbols of 8.
    private static final String MODERN = block(0, 0, 100) + ",\n" + block(1, 100, 60);

    @TempDir
    Path temp;

    private static String block(int number, long offset, long size) {
        return """
                    {
                      "block_id": %d,
                      "encoder_parameters": [
                        0,
                        0,
                        0,
                        0,
                        %d,
                        0,
                        0,
                        8,
                        1,
                        0,
                        1,
                        8
                      ],
                      "original_offset": %d,
                      "size": %d,
                      "symbols": [
                        "%s"
                      ],
                      "hash": "%s"
                    }""".formatted(number, size, offset, size, ID, ID).indent(4).stripTrailing();
    }

    private static String file(String blocks) {
        return "{\n  \"blocks\": [\n" + blocks + "\n  ]\n}";
    }

    private LayoutFile open(String text) throws IOException {
        Path path = temp.resolve(LayoutFile.NAME);
        Files.writeString(path, text);
        return LayoutFile.open(Disk.LOCAL, path);
    }

    private static SymbolIds ids() {
        SymbolIds ids = new SymbolIds();
        ids.add(new Hash(1, 2, 3, 4));
        return ids;
    }

    @Test
    void modern_isTheTextThatTheWriterPrints() {
        Hash hash = new Hash(1, 2, 3, 4);
        String first = LayoutText.modern(0, new ObjectParameters(100, 8, 1, 1, 8), 0, 100, ids(), hash);
        String second = LayoutText.modern(1, new ObjectParameters(60, 8, 1, 1, 8), 100, 60, ids(), hash);
        assertThat(LayoutText.head(null, true) + first + LayoutText.BETWEEN + second + LayoutText.tail(false, true))
                .isEqualTo(file(MODERN));
        assertThat(LayoutText.head(null, false) + LayoutText.tail(false, false)).isEqualTo("{\n  \"blocks\": []\n}");
    }

    @Test
    void unchunked_isTheTextThatTheWriterPrints() {
        String octets =
                "    0,\n    0,\n    0,\n    0,\n    60,\n    0,\n    0,\n    8,\n    1,\n    0,\n    1,\n    8\n";
        assertThat(LayoutText.unchunked(new ObjectParameters(60, 8, 1, 1, 8), ids()))
                .isEqualTo("{\n  \"encoder_parameters\": [\n" + octets + "  ],\n  \"blocks\": null,\n  \"symbols\": [\n"
                        + "    \"" + ID + "\"\n  ]\n}");
    }

    @Test
    void open_ofTheModernForm_knowsItsBlocks() throws IOException {
        LayoutFile layout = open(file(MODERN));
        assertThat(layout.shape()).isEqualTo(LayoutShape.MODERN);
        assertThat(layout.size()).isEqualTo(160);
        assertThat(layout.blocks()).extracting(BlockEntry::name).containsExactly("block_0", "block_1");
        assertThat(layout.ids(layout.blocks().get(1)).get(0)).isEqualTo(new Hash(1, 2, 3, 4));
    }

    @Test
    void open_ofBlocksInAnotherOrder_sortsThem() throws IOException {
        LayoutFile layout = open(file(block(1, 100, 60) + ",\n" + block(0, 0, 100)));
        assertThat(layout.blocks()).extracting(BlockEntry::offset).containsExactly(0L, 100L);
        assertThat(layout.ids(layout.blocks().get(0)).size()).isOne();
    }

    @Test
    void open_ofTheChunkedForm_derivesTheParametersOfAShorterBlock() throws IOException {
        LayoutFile layout = open("{\"encoder_parameters\": [0,0,0,0,100,0,0,8,1,0,1,8], \"blocks\": ["
                + "{\"block_id\":\"chunk_0\",\"original_offset\":0,\"size\":100,\"symbols\":[\"" + ID + "\"]},"
                + "{\"block_id\":\"chunk_1\",\"original_offset\":100,\"size\":60,\"symbols\":[\"" + ID + "\"]}],"
                + "\"symbols\": null}");
        assertThat(layout.shape()).isEqualTo(LayoutShape.CHUNKED);
        assertThat(layout.blocks().get(1).name()).isEqualTo("chunk_1");
        assertThat(layout.blocks().get(1).parameters().transferLength()).isEqualTo(60);
        assertThat(layout.blocks().get(1).parameters().symbolSize()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"original_offset\": 100 | \"original_offset\": 99  | overlapping at 99",
                "\"original_offset\": 100 | \"original_offset\": 101 | a gap up to 101",
                "\"original_offset\": 100 | \"original_offset\": -1  | whole number from 0",
                "\"size\": 60             | \"size\": 61             | of 60 bytes",
                "\"size\": 60             | \"size\": 0              | of 1 byte or more",
                "\"size\": 60             | \"size\": 9999999999999999999999 | ",
                "\"block_id\": 1          | \"block_id\": 2          | block 2",
                "\"block_id\": 1          | \"block_id\": 0          | block 0",
                "\"block_id\": 1          | \"other\": 1             | without id",
                "60,                      | 60, 7,                   | more than 12",
                "60,                      | 300,                     | 300",
                "60,                      | -1,                      | ",
                "\"hash\"                 | \"hash\" 5               | ",
            })
    void open_ofALayoutThatCanNotBe_isCorrupt(String what, String by, String message) {
        String blocks = block(0, 0, 100) + ",\n" + block(1, 100, 60).replace(what.strip(), by.strip());
        assertThatThrownBy(() -> open(file(blocks)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(message == null ? "_raptorq_layout.json" : message.strip());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "65535,8", "7,8"})
    void open_ofParametersThatBreakTheStandard_isCorrupt(int symbolSize, int alignment) {
        String text = file(MODERN)
                .replace(
                        "        0,\n        8,\n        1,",
                        "        " + (symbolSize >> 8) + ",\n        " + (symbolSize & 255) + ",\n        1,")
                .replace("        8\n      ]", "        " + alignment + "\n      ]");
        assertThat(text).isNotEqualTo(file(MODERN));
        assertThatThrownBy(() -> open(text)).isInstanceOf(Corrupt.class).hasMessageContaining("encoder_parameters");
    }

    /// 56 404 symbols of one byte in one source block.
    @Test
    void open_ofMoreSymbolsThanABlockHas_isCorrupt() {
        int most = 56_403;
        String parameters = "[0,0,%d,%d,%d,0,0,1,%d,0,1,1]";
        String text = "{\"encoder_parameters\": " + parameters + ", \"blocks\": null, \"symbols\": [\"" + ID + "\"]}";
        assertThatThrownBy(() -> open(text.formatted(most + 1 >> 16, most + 1 >> 8 & 255, most + 1 & 255, 1)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("sourceBlocks");
        assertThatCode(() -> open(text.formatted(most >> 16, most >> 8 & 255, most & 255, 1)))
                .doesNotThrowAnyException();
        assertThatCode(() -> open(text.formatted(most + 1 >> 16, most + 1 >> 8 & 255, most + 1 & 255, 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void open_ofIdsThatArePaths_isRefused() {
        for (String evil : new String[] {"../../evil", "/etc/passwd", "a/b", "..", ID + "0", ""}) {
            String text = "{\"blocks\": [" + block(0, 0, 100).replace("\"" + ID + "\"\n      ],", "\"" + evil + "\"],")
                    + "]}";
            assertThatThrownBy(() -> open(text)).isInstanceOf(Refused.class).hasMessageContaining("no symbol id");
        }
        assertThatThrownBy(() -> open("{\"encoder_parameters\": null, \"blocks\": [{\"block_id\": \"../x\"}]}"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no block id");
    }

    @Test
    void open_ofAnotherVersionOrKind_isRefused() {
        assertThatThrownBy(() -> open("{\"version\": 9, \"blocks\": []}"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> open("{\"name\": \"something else\"}")).isInstanceOf(Refused.class);
    }

    /// Cut off anywhere, or with any byte changed, it is opened as what it says or refused by name, and nothing else.
    @Test
    void open_ofDamagedText_isAReelException(RandomGenerator random) throws IOException {
        String whole = file(MODERN);
        for (int cut = 0; cut < whole.length(); cut += 7) {
            String text = whole.substring(0, cut);
            assertThatThrownBy(() -> open(text)).isInstanceOf(ReelException.class);
        }
        int opened = 0;
        for (int run = 0; run < 500; run++) {
            StringBuilder text = new StringBuilder(whole);
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 127));
            try {
                assertThat(open(text.toString()).blocks()).isNotEmpty();
                opened++;
            } catch (ReelException refused) {
                assertThat(refused).hasMessageContaining(LayoutFile.NAME);
            }
        }
        assertThat(opened).isLessThan(400);
    }
}
