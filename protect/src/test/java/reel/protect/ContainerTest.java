package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.protect.model.DecodeReport;
import reel.protect.model.FolderInfo;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.protect.model.VerifyReport;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

@Seeded
final class ContainerTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    private final ProtectSession session = session();

    private static ProtectSession session() {
        try {
            return Desk.session(Form.CONTAINER);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private byte[] encode(Desk desk, RandomGenerator random, int bytes) throws IOException {
        byte[] data = desk.write(random, bytes);
        desk.encode(session);
        return data;
    }

    private void requireBack(Desk desk, byte[] data) throws IOException {
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }

    @Test
    void decode_withoutThreeOfSixteenParts_bringsTheFileBack(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 400_000);
        for (Path lost : Desk.some(desk.symbolFiles(), 0.19, random)) {
            Files.delete(lost);
        }
        requireBack(desk, data);
    }

    /// The four damages to stored bytes, anywhere in a part: header, tables and symbols alike.
    @RepeatedTest(12)
    void decode_ofPartsDamagedAnywhere_bringsTheFileBack(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 300_000 + random.nextInt(2000));
        for (Path part : Desk.some(desk.symbolFiles(), 0.19, random)) {
            byte[] bytes = Files.readAllBytes(part);
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 9000), (byte) 0);
                case 2 -> bytes[at] ^= 1;
                case 3 -> bytes = Arrays.copyOfRange(bytes, at, bytes.length);
                default -> bytes = new byte[0];
            }
            Files.write(part, bytes);
        }
        requireBack(desk, data);
    }

    /// Sixteen bytes here and there, as failing sectors are: each costs a symbol, whatever else stood in its table, and
    /// all but one part lose both headers.
    @RepeatedTest(4)
    void decode_ofPartsHitEverywhere_losesOnlyTheSymbolsHit(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        session.configure(Desk.config(Form.CONTAINER).withBlockBytes(1 << 20));
        byte[] data = encode(desk, random, 1 << 20);
        List<Path> parts = desk.symbolFiles();
        int hits = 0;
        for (int part = 0; part < parts.size(); part++) {
            byte[] bytes = Files.readAllBytes(parts.get(part));
            for (int at = 5000; at < bytes.length - 5000; at += 1024) {
                if (random.nextInt(100) < 12) {
                    bytes[at + random.nextInt(1000)] ^= 1;
                    hits++;
                }
            }
            // Both tables of the only run are hit for certain, their heads and their values.
            int[] tables = {4096, bytes.length - 4096 - 32 * (1332 / 16) - 112};
            for (int table : tables) {
                bytes[table + 20] ^= 1;
                bytes[table + 112 + 32 * random.nextInt(60)] ^= 1;
            }
            if (part > 0) {
                bytes[100] ^= 1;
                bytes[bytes.length - 100] ^= 1;
            }
            Files.write(parts.get(part), bytes);
        }

        DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(data);
        assertThat(decoded.missing()).isBetween(1L, (long) hits);
        assertThat(decoded.confirmed()).isTrue();
    }

    @Test
    void decode_withEveryHeaderLost_stillFindsTheSymbols(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 300_000);
        for (Path part : desk.symbolFiles()) {
            byte[] bytes = Files.readAllBytes(part);
            // Cut off at both ends, by different amounts, so that nothing is where it was.
            Files.write(part, Arrays.copyOfRange(bytes, 100 + random.nextInt(3000), bytes.length - 4096));
        }

        DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(data);
        assertThat(decoded.confirmed()).isFalse();
        assertThat(decoded.name()).isNull();
    }

    @Test
    void decode_withEveryFirstTableLost_usesTheSecond(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 60_000);
        for (Path part : desk.symbolFiles()) {
            Desk.flip(part, 4096 + 50);
        }
        DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
        assertThat(decoded.solved()).isZero();
        VerifyReport verified = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(verified.isWhole()).isFalse();
        assertThat(verified.intact()).isEqualTo(verified.total());
    }

    @Test
    void repair_ofLostAndDamagedParts_makesThemAsTheyWere(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        encode(desk, random, 300_000);
        List<String> before = desk.snapshot();
        List<Path> parts = desk.symbolFiles();
        Files.delete(parts.get(3));
        Desk.flip(parts.get(7), 9000);
        Desk.flip(parts.get(9), 10);
        Files.write(parts.get(15), Arrays.copyOf(Files.readAllBytes(parts.get(15)), 12_000));

        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).beyond())
                .isEmpty();

        assertThat(desk.snapshot()).isEqualTo(before);
    }

    @Test
    void decode_withAPartOfAnotherFile_leavesItOut(RandomGenerator random) throws IOException {
        Desk other = new Desk(Files.createDirectory(temp.resolve("other")));
        encode(other, random, 300_000);
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 300_000);
        Files.copy(other.symbols.resolve("part-002.rqs"), desk.symbols.resolve("stray.rqs"));

        DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(data);
        assertThat(decoded.damaged()).anyMatch(name -> name.contains("stray.rqs") && name.contains("another file"));
    }

    @Test
    void decode_ofPartsOfTwoFiles_isRefused(RandomGenerator random) throws IOException {
        Desk other = new Desk(Files.createDirectory(temp.resolve("other")));
        encode(other, random, 30_000);
        Desk desk = new Desk(temp);
        encode(desk, random, 30_000);
        for (Path part : other.symbolFiles()) {
            Files.copy(part, desk.symbols.resolve("o" + part.getFileName()));
        }
        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("of several files");
    }

    @Test
    void decode_withTooFewParts_saysHowManySymbolsLack(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        encode(desk, random, 4 * 65536);
        for (Path lost : desk.symbolFiles().subList(0, 6)) {
            Files.delete(lost);
        }
        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("block 0 needs at least")
                .hasMessageContaining("block 3 needs at least");
        assertThat(desk.back).doesNotExist();
    }

    @Test
    void info_tellsNameSizeAndHash(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = encode(desk, random, 100_000);
        FolderInfo info = session.info(desk.symbols, null);
        assertThat(info.name()).isEqualTo("movie.mov");
        assertThat(info.bytes()).isEqualTo(100_000);
        assertThat(info.hash()).isEqualTo(Blake3.hash(data));
        assertThat(info.parts()).isEqualTo(16);
        assertThat(info.needed()).isEqualTo(98);
    }
}
