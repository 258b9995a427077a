package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.layout.Base58;
import reel.protect.layout.LayoutFile;
import reel.protect.layout.LayoutText;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.protect.model.VerifyReport;
import reel.raptorq.ObjectParameters;
import reel.raptorq.PayloadId;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Sources, settings and symbols that nobody means to have: each is worked on as it is, or refused by name. What is
/// wrong with a layout file is in LayoutFileTest, what storage and other people do meanwhile in FaultTest.
@Seeded
final class BadInputTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyCall_ofAnEmptyFile_works(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 0);
        ProtectSession session = Desk.session(form);
        desk.encode(session);

        VerifyReport verified = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(verified.isWhole()).isTrue();
        assertThat(verified.blocks()).isEmpty();
        assertThat(session.info(desk.symbols, null).bytes()).isZero();
        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).symbols())
                .isZero();
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).isEmptyFile();
    }

    /// Any symbol alone is the byte.
    @ParameterizedTest
    @EnumSource(Form.class)
    void everyCall_ofAFileOfOneByte_works(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 1);
        ProtectSession session = new ProtectSession(Desk.config(form).withRepair(new Repair.Factor(3)));
        desk.encode(session);
        List<String> before = desk.snapshot();
        List<Path> symbols = desk.symbolFiles();
        Path kept = symbols.getLast();
        for (Path symbol : symbols) {
            if (!symbol.equals(kept)) {
                Files.delete(symbol);
            }
        }

        assertThat(session.info(desk.symbols, null).bytes()).isOne();
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
        session.repair(desk.symbols, null, ProtectProgress.NONE);
        assertThat(desk.snapshot()).isEqualTo(before);
    }

    @Test
    void configure_withASymbolSizeThatCanNotBe_isRefused() throws IOException {
        ProtectSession session = Desk.session(Form.MODERN);
        for (int wrong : new int[] {-1, 65536, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> session.configure(session.config().withSymbolSize(wrong)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("expected 1 to 65535");
        }
        ProtectConfig container = Desk.config(Form.CONTAINER);
        for (int wrong : new int[] {1, 512, 1000, 1025, 65535}) {
            assertThatThrownBy(() -> session.configure(container.withSymbolSize(wrong)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("1024, 2048");
        }
        session.configure(session.config().withSymbolSize(0));
        assertThat(session.config().payloadBytes()).isEqualTo(ProtectConfig.FOLDER_SYMBOL_BYTES);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_inSymbolsLargerThanTheFile_makesOne(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 100);
        ProtectSession session =
                new ProtectSession(Desk.config(form).withSymbolSize(form == Form.CONTAINER ? 32768 : 65535));
        assertThat(session.encode(desk.source, desk.symbols, ProtectProgress.NONE)
                        .sourceSymbols())
                .isOne();
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }

    /// Changes the first block's list of symbols, whose first id is `$2`, the others `$3`.
    private static void relist(Desk desk, String changed) throws IOException {
        Path layout = desk.symbols.resolve(LayoutFile.NAME);
        String list = "(?s)(\"symbols\": \\[\\s*)(\"[^\"]+\")(.*?)(\\s*\\])";
        Files.writeString(layout, Files.readString(layout).replaceFirst(list, changed));
    }

    @Test
    void block_thatListsTooFewSymbols_isBeyondHelpAndNotWhole(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 60_000);
        ProtectSession session = Desk.session(Form.MODERN);
        desk.encode(session);
        relist(desk, "$1$2$4");
        assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).isWhole())
                .isFalse();
        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).beyond())
                .hasSize(1);
    }

    @Test
    void verify_ofAWholeFolderWithASymbolListedTwice_isWhole(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 60_000);
        ProtectSession session = Desk.session(Form.MODERN);
        desk.encode(session);
        long total = session.verify(desk.symbols, null, ProtectProgress.NONE).total();
        relist(desk, "$1$2,$2$3$4");
        VerifyReport found = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(found.isWhole()).isTrue();
        assertThat(found.total()).isEqualTo(total);
    }

    @Test
    void encode_ofABlockOfTooManySymbols_isRefused(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 100);
        ProtectSession session =
                new ProtectSession(Desk.config(Form.MODERN).withSymbolSize(1).withBlockBytes(56_404));
        assertThatThrownBy(() -> desk.encode(session))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("56403 symbols");
        session.configure(session.config().withBlockBytes(0));
        desk.encode(session);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasSameBinaryContentAs(desk.source);
    }

    /// A symbol of another file under the name of this one's, one of two bytes, an empty one, and copies of symbols
    /// under other names.
    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"MODERN", "LEGACY"})
    void decode_amongForeignShortAndDoubleSymbols_skipsAndCountsThem(Form form, RandomGenerator random)
            throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 60_000);
        ProtectSession session = Desk.session(form);
        desk.encode(session);
        Desk other = new Desk(Files.createDirectory(temp.resolve("other")));
        other.write(random, 60_000);
        other.encode(session);
        List<Path> symbols = desk.symbolFiles();
        Files.copy(other.symbolFiles().getFirst(), symbols.get(0), StandardCopyOption.REPLACE_EXISTING);
        Files.write(symbols.get(1), new byte[2]);
        Files.write(symbols.get(2), new byte[0]);
        Files.copy(symbols.get(4), symbols.get(3), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(symbols.get(5), symbols.get(5).resolveSibling("copy of a symbol"));

        assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).corrupt())
                .isEqualTo(4);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }

    /// A packet whose name is right and whose payload id names a source block that there is not, as the layout of
    /// another object would list it.
    @Test
    void verify_ofAPacketOfABlockThatThereIsNot_countsItAsCorrupt(RandomGenerator random) throws IOException {
        byte[] data = new byte[64];
        random.nextBytes(data);
        Path symbols = Files.createDirectory(temp.resolve("symbols"));
        SymbolIds ids = new SymbolIds();
        ids.add(packet(symbols, new PayloadId(7, 0), data));
        ids.add(packet(symbols, new PayloadId(0, 0), data));
        layout(symbols, ids);

        ProtectSession session = Desk.session(Form.LEGACY);
        assertThat(session.verify(symbols, null, ProtectProgress.NONE).corrupt())
                .isOne();
        session.decode(symbols, null, temp.resolve("back"), ProtectProgress.NONE);
        assertThat(temp.resolve("back")).hasBinaryContent(data);
    }

    /// A layout that lists one symbol many times has one symbol.
    @Test
    void verify_ofALayoutThatListsASymbolTwice_countsItOnce(RandomGenerator random) throws IOException {
        byte[] data = new byte[64];
        random.nextBytes(data);
        Path symbols = Files.createDirectory(temp.resolve("symbols"));
        SymbolIds ids = new SymbolIds();
        for (int i = 0; i < 3; i++) {
            ids.add(packet(symbols, new PayloadId(0, 1), data));
        }
        Files.writeString(
                symbols.resolve(LayoutFile.NAME), LayoutText.unchunked(new ObjectParameters(128, 64, 1, 1, 8), ids));

        ProtectSession session = Desk.session(Form.LEGACY);
        VerifyReport verified = session.verify(symbols, null, ProtectProgress.NONE);
        assertThat(verified.spare()).isEqualTo(-1);
        assertThat(verified.isRecoverable()).isFalse();
        assertThatThrownBy(() -> session.decode(symbols, null, temp.resolve("back"), ProtectProgress.NONE))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("block 0 needs at least 1 more symbol");
    }

    private static Hash packet(Path folder, PayloadId id, byte[] symbol) throws IOException {
        byte[] packet = new byte[PayloadId.BYTES + symbol.length];
        id.write(packet, 0);
        System.arraycopy(symbol, 0, packet, PayloadId.BYTES, symbol.length);
        Hash name = Blake3.hash(packet);
        Files.write(folder.resolve(Base58.encode(name)), packet);
        return name;
    }

    private static void layout(Path folder, SymbolIds ids) throws IOException {
        Files.writeString(
                folder.resolve(LayoutFile.NAME), LayoutText.unchunked(new ObjectParameters(64, 64, 1, 1, 8), ids));
    }

    @Test
    void decode_amongShortForeignAndDoubleParts_skipsAndNamesThem(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 60_000);
        ProtectSession session = Desk.session(Form.CONTAINER);
        desk.encode(session);
        Desk other = new Desk(Files.createDirectory(temp.resolve("other")));
        other.write(random, 60_000);
        other.encode(session);
        List<Path> parts = desk.symbolFiles();
        Files.write(parts.get(0), new byte[2]);
        Files.copy(other.symbolFiles().get(1), parts.get(1), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(parts.get(5), desk.symbols.resolve("a second copy.rqs"));

        assertThat(session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE)
                        .damaged())
                .contains("part-000.rqs (nothing in it can be read)", "part-001.rqs (of another file)");
        assertThat(desk.back).hasBinaryContent(data);
    }
}
