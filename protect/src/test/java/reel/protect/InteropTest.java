package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.protect.disk.Disk;
import reel.protect.layout.Base58;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.LayoutFile;
import reel.protect.layout.LayoutText;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.raptorq.BlockEncoder;
import reel.raptorq.ObjectParameters;
import reel.raptorq.PayloadId;
import reel.raptorq.PlanCache;
import reel.stream.hash.Blake3;
import reel.testkit.RamFolder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Folders as another program writes them, from the packets in `fixtures/rfc6330`, which cberner/raptorq made.
final class InteropTest {
    private static final Path VECTORS = root().resolve("fixtures/rfc6330/raptorq_vectors_public.json");

    private final BlockEncoder encoder = new BlockEncoder(PlanCache.shared());

    @TempDir(factory = RamFolder.class)
    Path temp;

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("ARCHITECTURE.md"))) {
                return at;
            }
        }
        throw new AssertionError("no ARCHITECTURE.md above");
    }

    /// The text after the named case's name up to the next case.
    private static String vector(String name) throws IOException {
        String all = Files.readString(VECTORS);
        int from = all.indexOf("\"" + name + "\"");
        assertThat(from).as(name).isPositive();
        int to = all.indexOf("\"data_seed\"", from + name.length() + 200);
        return all.substring(from, to < 0 ? all.length() : to);
    }

    /// The value of a text member in a vector.
    private static String member(String vector, String name) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), "{\"name\": " + vector)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME && name.equals(json.currentName())) {
                    json.nextToken();
                    return json.getString();
                }
            }
        }
        throw new AssertionError("no " + name);
    }

    /// SplitMix64, little endian.
    private static byte[] data(long seed, int bytes) {
        ByteBuffer words = ByteBuffer.allocate((bytes + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        long state = seed;
        while (words.hasRemaining()) {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            words.putLong(z ^ z >>> 31);
        }
        return Arrays.copyOf(words.array(), bytes);
    }

    private static void packet(Path folder, SymbolIds ids, byte[] packet, boolean there) throws IOException {
        ids.add(Blake3.hash(packet));
        if (there) {
            Files.write(folder.resolve(Base58.encode(Blake3.hash(packet))), packet);
        }
    }

    /// Ten source symbols of 8 bytes, nine of them lost, and the repair packets of the other program.
    @Test
    void decode_ofAFolderMadeByHand_fromAnotherProgramsPackets() throws IOException {
        String vector = vector("tiny-K10");
        byte[] source = HexFormat.of().parseHex(member(vector, "data_hex"));
        ObjectParameters parameters = ObjectParameters.parse(HexFormat.of().parseHex(member(vector, "oti_hex")));
        Path symbols = Files.createDirectories(temp.resolve("symbols/block_0"));
        SymbolIds ids = new SymbolIds();
        for (int esi = 0; esi < 10; esi++) {
            byte[] packet = new byte[12];
            new PayloadId(0, esi).write(packet, 0);
            System.arraycopy(source, 8 * esi, packet, 4, 8);
            packet(symbols, ids, packet, esi == 7);
        }
        int repairs = 0;
        for (int at = vector.indexOf("packet_hex"); at >= 0; at = vector.indexOf("packet_hex", at + 1)) {
            String hex = vector.substring(at + "packet_hex\": \"".length());
            byte[] packet = HexFormat.of().parseHex(hex.substring(0, 24));
            packet(symbols, ids, packet, true);
            repairs++;
        }
        assertThat(repairs).isEqualTo(13);
        Files.writeString(
                temp.resolve("symbols/_raptorq_layout.json"),
                LayoutText.head(null, true)
                        + LayoutText.modern(0, parameters, 0, source.length, ids, Blake3.hash(source))
                        + LayoutText.tail(false, true));

        Desk.session(Form.LEGACY).decode(temp.resolve("symbols"), null, temp.resolve("back"), ProtectProgress.NONE);

        assertThat(temp.resolve("back")).hasBinaryContent(source);
    }

    /// The default symbol size with ten sub-blocks: the packets are the other program's, all but five of the source are
    /// lost or replaced.
    @Test
    void decode_ofTheDefaultSymbolSizeWithSubBlocks_fromAnotherProgramsPackets() throws Exception {
        String vector = vector("T65528-N10");
        byte[] source = data(Long.parseLong(number(vector, "data_seed")), 12_000_000);
        ObjectParameters parameters = ObjectParameters.parse(HexFormat.of().parseHex(member(vector, "oti_hex")));
        assertThat(parameters.subBlocks()).isEqualTo(10);
        Path symbols = Files.createDirectories(temp.resolve("symbols/block_0"));
        SymbolIds ids = new SymbolIds();
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (int esi = 0; esi < 189; esi++) {
            byte[] packet = made(source, parameters, esi);
            all.update(packet);
            packet(symbols, ids, packet, esi % 50 != 3);
        }
        assertThat(HexFormat.of().formatHex(all.digest())).isEqualTo(member(vector, "all_packets_sha256"));
        Files.writeString(
                temp.resolve("symbols/_raptorq_layout.json"),
                LayoutText.head(null, true)
                        + LayoutText.modern(0, parameters, 0, source.length, ids, Blake3.hash(source))
                        + LayoutText.tail(false, true));
        Desk.session(Form.MODERN).decode(temp.resolve("symbols"), null, temp.resolve("back"), ProtectProgress.NONE);
        assertThat(temp.resolve("back")).hasBinaryContent(source);
    }

    /// What other programs choose by default for this size: T = 65528, two sub-blocks of 10 MiB at most.
    @Test
    void encode_withTheDefaults_choosesAnotherProgramsParameters() throws IOException {
        byte[] source = data(3, 12_000_000);
        Files.write(temp.resolve("source"), source);
        ProtectSession session = new ProtectSession(ProtectConfig.DEFAULT.withRepair(new Repair.Overhead(5 / 184.0)));
        session.encode(temp.resolve("source"), temp.resolve("symbols"), ProtectProgress.NONE);

        LayoutFile layout = LayoutFile.open(Disk.LOCAL, temp.resolve("symbols/_raptorq_layout.json"));
        BlockEntry block = layout.blocks().getFirst();
        assertThat(block.parameters()).isEqualTo(new ObjectParameters(12_000_000, 65528, 1, 2, 8));
        SymbolIds ids = layout.ids(block);
        assertThat(ids.size()).isEqualTo(189);
        for (int esi : new int[] {0, 183, 184, 188}) {
            assertThat(packet(ids, esi)).isEqualTo(made(source, block.parameters(), esi));
        }
        session.decode(temp.resolve("symbols"), null, temp.resolve("back"), ProtectProgress.NONE);
        assertThat(temp.resolve("back")).hasBinaryContent(source);
    }

    private static String number(String text, String name) {
        int at = text.indexOf("\"" + name + "\"") + name.length() + 2;
        return text.substring(at).replaceFirst("(?s)^\\s*:\\s*([0-9]+).*", "$1");
    }

    private byte[] packet(SymbolIds ids, int index) throws IOException {
        return Files.readAllBytes(temp.resolve("symbols/block_0").resolve(Base58.encode(ids.get(index))));
    }

    private byte[] made(byte[] source, ObjectParameters parameters, int esi) {
        if (esi == 0) {
            encoder.begin(parameters.shape(0), source, 0, source.length);
        }
        byte[] packet = new byte[PayloadId.BYTES + parameters.symbolSize()];
        new PayloadId(0, esi).write(packet, 0);
        encoder.symbol(esi, packet, PayloadId.BYTES);
        return packet;
    }

    /// Several source blocks in one layout block, which this program reads and does not write.
    @Test
    void decodeAndRepair_ofSeveralSourceBlocksWithSubBlocks_bringEverythingBack() throws IOException {
        byte[] source = data(5, 123_457);
        ObjectParameters parameters = new ObjectParameters(source.length, 1024, 4, 3, 8);
        Path symbols = Files.createDirectories(temp.resolve("symbols/block_0"));
        SymbolIds ids = new SymbolIds();
        for (int sbn = 0; sbn < 4; sbn++) {
            var block = parameters.block(sbn);
            encoder.begin(parameters.shape(sbn), source, (int) block.offset(), (int) block.length());
            for (int esi = 0; esi < block.symbols() + 12; esi++) {
                byte[] packet = new byte[4 + 1024];
                new PayloadId(sbn, esi).write(packet, 0);
                encoder.symbol(esi, packet, 4);
                packet(symbols, ids, packet, esi % 5 != 1);
            }
        }
        Files.writeString(
                temp.resolve("symbols/_raptorq_layout.json"),
                LayoutText.head(null, true)
                        + LayoutText.modern(0, parameters, 0, source.length, ids, Blake3.hash(source))
                        + LayoutText.tail(false, true));
        ProtectSession session = Desk.session(Form.MODERN);

        session.decode(temp.resolve("symbols"), null, temp.resolve("back"), ProtectProgress.NONE);
        assertThat(temp.resolve("back")).hasBinaryContent(source);

        assertThat(session.repair(temp.resolve("symbols"), null, ProtectProgress.NONE)
                        .symbols())
                .isPositive();
        assertThat(session.verify(temp.resolve("symbols"), null, ProtectProgress.NONE)
                        .isWhole())
                .isTrue();
    }
}
