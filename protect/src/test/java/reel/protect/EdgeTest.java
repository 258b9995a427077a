package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.disk.Disk;
import reel.protect.layout.Base58;
import reel.protect.layout.LayoutFile;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Form;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.protect.model.VerifyReport;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;
import reel.stream.ReelException;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Where as many symbols are left as a block has source symbols, or few more: once in some hundred times these do not
/// determine it.
@Seeded
final class EdgeTest {
    private static final int SOURCES = 10;
    private static final int ALL = 40;

    @TempDir(factory = RamFolder.class)
    Path temp;

    /// What is read first does not do: more is there, and has to be read.
    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_whereTheFirstSymbolsDoNotSolve_takesMore(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, SOURCES * 1024);
        ProtectSession session = encode(desk, form);
        BitSet kept = unlucky(random);
        for (int more = kept.length(), added = 0; added < 3; more++, added++) {
            kept.set(more);
        }
        keep(desk, form, kept);

        VerifyReport found = session.verify(desk.symbols, null, ProtectProgress.NONE);
        assertThat(found.isRecoverable()).isTrue();
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);

        assertThat(desk.back).hasBinaryContent(data);
        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).beyond())
                .isEmpty();
    }

    /// The word of a verify is that of the decode.
    @ParameterizedTest
    @EnumSource(Form.class)
    void verify_whereEnoughSymbolsDoNotSolve_saysSo(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        desk.write(random, SOURCES * 1024);
        ProtectSession session = encode(desk, form);
        keep(desk, form, unlucky(random));

        VerifyReport found = session.verify(desk.symbols, null, ProtectProgress.NONE);

        assertThat(found.isRecoverable()).isFalse();
        assertThat(found.spare()).isEqualTo(-1);
        assertThat(decodes(session, desk)).isFalse();
        assertThat(session.repair(desk.symbols, null, ProtectProgress.NONE).beyond())
                .hasSize(1);
    }

    private static boolean decodes(ProtectSession session, Desk desk) throws IOException {
        try {
            session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
            return true;
        } catch (ReelException tooFew) {
            return false;
        }
    }

    /// One symbol in each file, whatever the layout.
    private static ProtectSession encode(Desk desk, Form form) throws IOException {
        ProtectSession session = new ProtectSession(Desk.config(form)
                .withRepair(new Repair.Overhead((double) ALL / SOURCES - 1))
                .withParts(ALL));
        desk.encode(session);
        return session;
    }

    private static void keep(Desk desk, Form form, BitSet kept) throws IOException {
        List<Path> files = form == Form.CONTAINER ? desk.symbolFiles() : inOrder(desk);
        assertThat(files).hasSize(ALL);
        for (int symbol = 0; symbol < ALL; symbol++) {
            if (!kept.get(symbol)) {
                Files.delete(files.get(symbol));
            }
        }
    }

    /// A block's symbol files as the layout lists them.
    private static List<Path> inOrder(Desk desk) throws IOException {
        LayoutFile layout = LayoutFile.open(Disk.LOCAL, desk.symbols.resolve(LayoutFile.NAME));
        SymbolIds ids = layout.ids(layout.blocks().getFirst());
        List<Path> files = desk.symbolFiles();
        return java.util.stream.IntStream.range(0, ids.size())
                .mapToObj(place -> files.stream()
                        .filter(file -> file.endsWith(Base58.encode(ids.get(place))))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /// As many symbols as a block has source symbols, that do not determine it.
    private static BitSet unlucky(RandomGenerator random) {
        BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
        while (true) {
            BitSet chosen = new BitSet();
            while (chosen.cardinality() < SOURCES) {
                chosen.set(random.nextInt(ALL - 5));
            }
            decoder.begin(BlockShape.of(SOURCES, 1));
            chosen.stream().forEach(symbol -> decoder.add(symbol, new byte[1]));
            if (!decoder.solvable()) {
                return chosen;
            }
        }
    }
}
