package reel.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.stream.Exhausted;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;

/// Buffers come from a budget that refuses more than the memory asked for, so no call may take more than it says.
@Seeded
final class MemoryTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    private static void requireEveryCall(Desk desk, ProtectSession session, byte[] data) throws IOException {
        desk.encode(session);
        Files.delete(desk.symbolFiles().getFirst());
        assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).isRecoverable())
                .isTrue();
        session.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
        session.repair(desk.symbols, null, ProtectProgress.NONE);
        assertThat(session.verify(desk.symbols, null, ProtectProgress.NONE).isWhole())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyCall_ofAFileLargerThanTheMemory_works(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 5 << 20);
        requireEveryCall(
                desk,
                new ProtectSession(Desk.config(form).withBlockBytes(256 << 10).withMemoryBytes(4 << 20)),
                data);
    }

    /// The block size that is chosen leaves room for whoever decodes, which takes more than to encode.
    @ParameterizedTest
    @EnumSource(Form.class)
    void everyCall_inTheMemoryThatEncodedWithTheRecommendedBlocks_works(Form form, RandomGenerator random)
            throws IOException {
        byte[] data = new Desk(temp).write(random, 3 << 20);
        for (int mib : new int[] {3, 8, 20}) {
            Desk desk = new Desk(Files.createDirectory(temp.resolve(mib + "m")));
            Files.write(desk.source, data);
            requireEveryCall(
                    desk,
                    new ProtectSession(Desk.config(form)
                            .withBlockBytes(0)
                            .withMemoryBytes((long) mib << 20)
                            .withJobs(3)),
                    data);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void recommendedBlockBytes_inLessMemory_areLess(Form form) throws IOException {
        ProtectSession session = new ProtectSession(Desk.config(form).withBlockBytes(0));
        long before = Long.MAX_VALUE;
        for (int mib = 64; mib >= 2; mib /= 2) {
            session.configure(session.config().withMemoryBytes((long) mib << 20));
            long now = session.recommendedBlockBytes(1L << 40);
            assertThat(now).isPositive().isLessThanOrEqualTo(before).isLessThan((long) mib << 20);
            before = now;
        }
        assertThat(before).isLessThan(1 << 20);
    }

    /// Less than a usual block is one block, with a last symbol that is not full too.
    @ParameterizedTest
    @EnumSource(Form.class)
    void encode_ofASmallFile_makesOneBlock(Form form, RandomGenerator random) throws IOException {
        for (int bytes : new int[] {1023, 1025, 123_456}) {
            Desk desk = new Desk(Files.createDirectory(temp.resolve("b" + bytes)));
            desk.write(random, bytes);
            ProtectSession session = new ProtectSession(Desk.config(form).withBlockBytes(0));
            assertThat(session.encode(desk.source, desk.symbols, ProtectProgress.NONE)
                            .blocks())
                    .isOne();
        }
    }

    /// More jobs than fit become fewer; less memory than one block takes is said, and how much would do.
    @ParameterizedTest
    @EnumSource(Form.class)
    void decode_inTooLittleMemory_saysHowMuchWouldDo(Form form, RandomGenerator random) throws IOException {
        Desk desk = new Desk(temp);
        byte[] data = desk.write(random, 3 << 20);
        ProtectConfig config = Desk.config(form).withBlockBytes(1 << 20).withJobs(200);
        desk.encode(new ProtectSession(config));
        ProtectSession tiny = new ProtectSession(config.withMemoryBytes(1 << 20).withBesideBytes(100 << 20));
        Pattern advice = Pattern.compile("Run it with --memory ([0-9]+)m; or encode with a smaller --block-size\\.");
        Path other = desk.folder.resolve("other");

        assertThatThrownBy(() -> tiny.encode(desk.source, other, ProtectProgress.NONE))
                .isInstanceOfSatisfying(
                        Exhausted.class, full -> assertThat(full.hint()).containsPattern(advice));
        assertThatThrownBy(() -> tiny.decode(desk.symbols, null, desk.back, ProtectProgress.NONE))
                .isInstanceOfSatisfying(Exhausted.class, full -> {
                    Matcher told = advice.matcher(String.valueOf(full.hint()));
                    assertThat(told.matches()).isTrue();
                    configure(tiny, Integer.parseInt(told.group(1)) - 100);
                });
        assertThat(desk.back).doesNotExist();
        tiny.decode(desk.symbols, null, desk.back, ProtectProgress.NONE);
        assertThat(desk.back).hasBinaryContent(data);
    }

    private static void configure(ProtectSession session, int mib) {
        try {
            session.configure(session.config().withMemoryBytes((long) mib << 20));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
