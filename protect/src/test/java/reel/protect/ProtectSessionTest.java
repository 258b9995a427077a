package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.model.BlockHealth;
import reel.protect.model.DecodeReport;
import reel.protect.model.EncodeReport;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.protect.model.RepairReport;
import reel.protect.model.VerifyReport;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

@Seeded
final class ProtectSessionTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_ofWhatWasEncoded_isTheSameFile(Form form, RandomGenerator random) throws IOException {
        for (int bytes : new int[] {0, 1, 1023, 1024, 1025, 65536, 65537, 300_000 + random.nextInt(5000)}) {
            Desk desk = new Desk(Files.createDirectory(temp.resolve("b" + bytes)));
            byte[] data = desk.write(random, bytes);
            ProtectSession session = Desk.session(form);
            EncodeReport encoded = session.encode(desk.source, desk.symbols, ProtectProgress.NONE);
            assertThat(encoded.bytes()).isEqualTo(bytes);
            assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).isWhole())
                    .isTrue();

            DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

            assertThat(desk.back).hasBinaryContent(data);
            assertThat(decoded.corrupt()).isZero();
            assertThat(decoded.solved()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"MODERN", "LEGACY"})
    void decode_afterLossAndCorruption_bringsTheFileBack(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 200_000);
        ProtectSession session = Desk.session(form);
        desk.encode(session);
        List<Path> files = desk.symbolFiles();
        List<Path> hit = Desk.some(files, 0.12, random);
        for (int i = 0; i < hit.size(); i++) {
            switch (i % 4) {
                case 0 -> Files.delete(hit.get(i));
                case 1 -> Files.write(hit.get(i), new byte[2]);
                case 2 -> Desk.flip(hit.get(i), random.nextInt(1028));
                default -> Files.write(hit.get(i), new byte[1028]);
            }
        }

        VerifyReport verified = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(verified.isRecoverable()).isTrue();
        assertThat(verified.isWhole()).isFalse();
        assertThat(verified.total() - verified.intact()).isEqualTo(hit.size());
        DecodeReport decoded = session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(data);
        assertThat(decoded.solved()).isPositive();
        assertThat(decoded.damaged()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"MODERN", "LEGACY"})
    void repair_afterLossAndCorruption_makesTheFolderAsItWas(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 200_000);
        ProtectSession session = Desk.session(form);
        desk.encode(session);
        List<String> before = desk.snapshot();
        List<Path> hit = Desk.some(desk.symbolFiles(), 0.12, random);
        for (int i = 0; i < hit.size(); i++) {
            if (i % 2 == 0) {
                Files.delete(hit.get(i));
            } else {
                Desk.flip(hit.get(i), 5);
            }
        }

        RepairReport repaired = session.repair(desk.symbols, null, ProtectProgress.NONE);

        assertThat(repaired.symbols()).isEqualTo(hit.size());
        assertThat(repaired.beyond()).isEmpty();
        assertThat(desk.snapshot()).isEqualTo(before);
    }

    @Test
    void decode_withTooFewSymbols_namesEveryBlockAndLeavesNoFile(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 3 * 65536);
        ProtectSession session = Desk.session(Form.MODERN);
        desk.encode(session);
        for (int block : new int[] {0, 2}) {
            List<Path> own = desk.symbolFiles().stream()
                    .filter(file -> file.toString().contains("block_" + block + "/"))
                    .toList();
            for (Path file : own.subList(0, own.size() - 40 - block)) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("block 0 needs at least 24 more symbols, block 2 needs at least 22 more symbols");
        assertThat(desk.back).doesNotExist();
        try (var left = Files.list(temp)) {
            assertThat(left).containsExactlyInAnyOrder(desk.source, desk.symbols);
        }
        VerifyReport verified = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(verified.isRecoverable()).isFalse();
        assertThat(verified.blocks()).extracting(BlockHealth::spare).containsExactly(-24L, 20L, -22L);
        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).beyond())
                .hasSize(2);
    }

    @Test
    void decode_withoutLayout_saysWhatToDo(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 5000);
        ProtectSession session = Desk.session(Form.MODERN);
        desk.encode(session);
        Files.delete(desk.symbols.resolve("_raptorq_layout.json"));

        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.hint()).contains("layout file"))
                .hasMessageContaining("symbols of 1 block are");
    }

    @Test
    void decode_ofWhatIsNoSymbolFolder_saysSo(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 10);
        ProtectSession session = Desk.session(Form.MODERN);

        assertThatThrownBy(() -> session.decode(desk.source, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is a file, not a folder");
        assertThatThrownBy(() -> session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> session.decode(desk.folder, null, desk.back, ProtectProgress.NONE))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("neither a layout file (_raptorq_layout.json) nor part files");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_intoAFolderWithSymbols_isRefused(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 200_000);
        desk.encode(Desk.session(form));
        List<String> before = desk.snapshot();

        Files.write(desk.source, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> desk.encode(Desk.session(form)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("there are symbols already");
        assertThat(desk.snapshot()).isEqualTo(before);
    }

    @Test
    void createMetadata_ofAFile_isTheLayoutThatEncodeWrites(RandomGenerator random) throws IOException {
        for (Form form : List.of(Form.MODERN, Form.LEGACY)) {
            Desk desk = new Desk(Files.createDirectory(temp.resolve(form.word())));
            desk.write(random, 150_000);
            ProtectSession session = Desk.session(form);
            desk.encode(session);
            Path layout = desk.folder.resolve("layout.json");

            session.createMetadata(desk.source, layout, ProtectProgress.NONE);

            assertThat(layout).hasSameBinaryContentAs(desk.symbols.resolve("_raptorq_layout.json"));
            assertThat(desk.folder.toFile().list()).hasSize(3);
        }
    }

    @Test
    void createMetadata_inThePlaceOfItsSource_isRefused(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 20_000);
        Path link = Files.createSymbolicLink(desk.folder.resolve("link"), desk.source);

        for (Path layout : List.of(desk.source, link)) {
            assertThatThrownBy(
                            () -> Desk.session(Form.MODERN).createMetadata(desk.source, layout, ProtectProgress.NONE))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("is the file that it is made from");
        }
        assertThat(desk.source).hasBinaryContent(data);
    }

    @Test
    void configure_changesWhatTheNextCallUses(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, 20_000);
        ProtectSession session = Desk.session(Form.MODERN);
        session.configure(session.config().withRepair(new Repair.Factor(4)).withSymbolSize(1000));

        EncodeReport encoded = session.encode(desk.source, desk.symbols, ProtectProgress.NONE);

        assertThat(encoded.symbolSize()).isEqualTo(1000);
        assertThat(encoded.sourceSymbols()).isEqualTo(20);
        assertThat(encoded.repairSymbols()).isEqualTo(60);
        assertThatThrownBy(() -> session.configure(session.config().withSymbolSize(65536)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> session.configure(session.config().withJobs(0)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> session.configure(session.config().withForm(Form.CONTAINER)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1024, 2048");
    }

    @Test
    void encode_ofASymbolSizeOffTheAlignment_roundsDownAsTheStandardSays(RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 70_000);
        ProtectSession session =
                new ProtectSession(Desk.config(Form.MODERN).withSymbolSize(1001).withBlockBytes(0));

        assertThat(session.encode(desk.source, desk.symbols, ProtectProgress.NONE)
                        .symbolSize())
                .isEqualTo(1000);
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }
}
