package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.MemoryPlace;
import reel.stream.Refused;
import reel.stream.box.Secret;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Comparison;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

/// Transfers of containers onto containers.
final class PackedTest {
    private static final Transform COMPRESSED = new Transform.Pack(3, null);

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();
    private final Secret secret;

    @TempDir
    Path journals;

    PackedTest() throws Refused {
        secret = Secret.of("six random words".toCharArray());
    }

    @BeforeEach
    void files() throws IOException {
        Trees.put(from, "in/script.txt", Data.TEXT.bytes(new Random(1), 300_000));
        Trees.put(from, "in/clip.mov", Data.NOISE.bytes(new Random(2), 3_000_000));
        Trees.put(from, "in/empty", new byte[0]);
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport copy(Transform transform) throws IOException {
        return Transfer.run(
                new TransferJob(
                        Mode.COPY,
                        new Endpoint(from, "in"),
                        new Endpoint(to, "out"),
                        TransferOptions.DEFAULT.with(transform)),
                memory,
                new Heard());
    }

    private boolean isEncrypted(String path) throws IOException {
        // The flags of docs/format/transfer-container.md.
        return (Trees.get(to, path)[10] & 2) != 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void encrypting_overContainersThatAreNot_encryptsThem(int level) throws IOException {
        copy(COMPRESSED);

        TransferReport again = copy(new Transform.Pack(level, secret));

        assertThat(again.files()).isEqualTo(3);
        assertThat(isEncrypted("out/script.txt.reelbox")).isTrue();
        assertThat(isEncrypted("out/clip.mov.reelbox")).isTrue();
        assertThat(isEncrypted("out/empty.reelbox")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void encrypting_overEncryptedContainers_sendsNothing(int level) throws IOException {
        copy(new Transform.Pack(3, secret));

        TransferReport again = copy(new Transform.Pack(level, secret));

        assertThat(again.files()).isZero();
        assertThat(again.same()).isEqualTo(3);
    }

    @Test
    void encrypting_overWhatHasAContainersNameAndTime_replacesIt() throws IOException {
        Trees.put(to, "out/clip.mov.reelbox", new byte[5]);
        Trees.put(to, "out/script.txt.reelbox", new byte[500]);

        assertThat(copy(new Transform.Pack(3, secret)).files()).isEqualTo(3);
        assertThat(isEncrypted("out/clip.mov.reelbox")).isTrue();
        assertThat(isEncrypted("out/script.txt.reelbox")).isTrue();
    }

    /// Who forgets `--encrypt` once gives nothing away.
    @Test
    void compressing_overEncryptedContainers_leavesThem() throws IOException {
        copy(new Transform.Pack(3, secret));

        assertThat(copy(COMPRESSED).files()).isZero();
        assertThat(isEncrypted("out/script.txt.reelbox")).isTrue();
    }

    @Test
    void encrypting_afterACompressionThatWasStopped_leavesNothingUnencrypted() throws IOException {
        for (int i = 0; i < 30; i++) {
            Trees.put(from, "in/f" + i, Data.TEXT.bytes(new Random(i), 3000));
        }
        TransferOptions options = TransferOptions.DEFAULT
                .withJournals(journals)
                .with(Comparison.by(Comparison.Rule.ALWAYS))
                .with(new Effort(1, 1, false));
        TransferJob dying = new TransferJob(
                Mode.COPY,
                new Endpoint(from, "in"),
                new Endpoint(new DyingPlace(to, 60), "out"),
                options.with(COMPRESSED));
        assertThatThrownBy(() -> Transfer.run(dying, memory, new Heard())).isInstanceOf(DyingPlace.Dead.class);
        MemoryPlace alive = to.again();
        assertThat(Trees.below(alive, "out")).hasSizeGreaterThan(10);

        Transfer.run(
                new TransferJob(
                        Mode.COPY,
                        new Endpoint(from, "in"),
                        new Endpoint(alive, "out"),
                        options.with(new Transform.Pack(3, secret))),
                memory,
                new Heard());

        for (int i = 0; i < 30; i++) {
            assertThat(Trees.get(alive, "out/f" + i + ".reelbox")[10] & 2)
                    .as("f%s", i)
                    .isEqualTo(2);
        }
    }
}
