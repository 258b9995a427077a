package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Meta;
import reel.stream.Refused;
import reel.stream.box.Secret;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Comparison;
import reel.transfer.job.Difference;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

/// Comparisons of files with the containers of them.
final class BoxCheckTest {
    private static final Transform COMPRESSED = new Transform.Pack(3, null);

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace files = MemoryPlace.create();
    private final MemoryPlace boxes = MemoryPlace.create();
    private final Heard heard = new Heard();
    private final Secret secret;
    private final Transform encrypted;

    BoxCheckTest() throws Refused {
        secret = Secret.of("six random words".toCharArray());
        encrypted = new Transform.Pack(0, secret);
    }

    @BeforeEach
    void trees() throws IOException {
        Trees.put(files, "in/script.txt", Data.TEXT.bytes(new Random(1), 300_000));
        Trees.put(files, "in/sub/clip.mov", Data.NOISE.bytes(new Random(2), 3_000_000));
        Trees.put(files, "in/empty", new byte[0]);
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, MemoryPlace from, String what, MemoryPlace to, String with, Transform how)
            throws IOException {
        TransferOptions options = TransferOptions.DEFAULT.with(how);
        return run(new TransferJob(mode, new Endpoint(from, what), new Endpoint(to, with), options));
    }

    private TransferReport run(TransferJob job) throws IOException {
        return Transfer.run(job, memory, heard);
    }

    private void pack(Transform how) throws IOException {
        run(Mode.COPY, files, "in", boxes, "out", how);
    }

    private TransferReport check(Transform how) throws IOException {
        return run(Mode.CHECK, files, "in", boxes, "out", how);
    }

    private void damage(String path, int at) throws IOException {
        byte[] bytes = Trees.get(boxes, path);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Trees.put(boxes, path, bytes);
    }

    @Test
    void check_ofContainersAndTheirFiles_findsNoDifference_eitherWay() throws IOException {
        for (Transform how : new Transform[] {COMPRESSED, encrypted, new Transform.Pack(3, secret)}) {
            pack(how);

            assertThat(check(how).same()).as("%s", how).isEqualTo(3);
            Transform back = new Transform.Unpack(((Transform.Pack) how).secret());
            assertThat(run(Mode.CHECK, boxes, "out", files, "in", back).same())
                    .as("%s", how)
                    .isEqualTo(3);
        }
        assertThat(heard.different).isEmpty();
        assertThat(heard.failed).isEmpty();
    }

    @Test
    void check_looksIntoContainers_whateverTheirTimes() throws IOException {
        pack(encrypted);
        Trees.touch(files, "in/script.txt", Trees.NOON.plusSeconds(60), Meta.NONE);
        Trees.put(files, "in/sub/clip.mov", Data.NOISE.bytes(new Random(3), 3_000_000));
        Trees.put(files, "in/empty", new byte[1]);
        Trees.put(files, "in/new", new byte[1]);
        Trees.put(boxes, "out/old.reelbox", new byte[1]);

        TransferReport report = check(encrypted);

        assertThat(report.same()).isEqualTo(1);
        assertThat(heard.different)
                .isEqualTo(Map.of(
                        "sub/clip.mov.reelbox", Difference.CONTENT,
                        "empty.reelbox", Difference.SIZE,
                        "new.reelbox", Difference.MISSING,
                        "old.reelbox", Difference.EXTRA));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 89, 97, 4000, -100, -3})
    void container_thatIsDamaged_isADifferenceThatIsExplained(int at) throws IOException {
        for (Transform how : new Transform[] {COMPRESSED, encrypted}) {
            pack(how);
            damage("out/sub/clip.mov.reelbox", at);
            heard.different.clear();
            heard.notes.clear();

            TransferReport report = check(how);

            assertThat(heard.different).as("%s", how).isEqualTo(Map.of("sub/clip.mov.reelbox", Difference.DAMAGED));
            assertThat(heard.notes).singleElement().asString().contains("sub/clip.mov.reelbox", "damaged");
            assertThat(report.same()).isEqualTo(2);
            assertThat(report.clean()).isTrue();
            pack(how);
        }
    }

    @Test
    void container_thatIsCut_orNone_isADifference() throws IOException {
        pack(encrypted);
        byte[] whole = Trees.get(boxes, "out/script.txt.reelbox");
        Trees.put(boxes, "out/script.txt.reelbox", Arrays.copyOf(whole, whole.length - 9));
        Trees.put(boxes, "out/empty.reelbox", new byte[0]);
        Trees.put(boxes, "out/sub/clip.mov.reelbox", new byte[5000]);

        check(encrypted);

        assertThat(heard.different)
                .isEqualTo(Map.of(
                        "script.txt.reelbox", Difference.DAMAGED,
                        "empty.reelbox", Difference.DAMAGED,
                        "sub/clip.mov.reelbox", Difference.KIND));
        assertThat(heard.notes).hasSize(3);
    }

    @Test
    void container_thatNoGivenKeyOpens_isADifference() throws IOException {
        pack(encrypted);
        Secret other = Secret.of("another".toCharArray());

        assertThat(check(new Transform.Pack(0, other)).different()).isEqualTo(3);
        assertThat(heard.different.values()).containsOnly(Difference.LOCKED);
        assertThat(check(COMPRESSED).different()).isEqualTo(3);
        assertThat(heard.different.values()).containsOnly(Difference.LOCKED);
        assertThat(run(Mode.CHECK, boxes, "out", files, "in", new Transform.Unpack(null))
                        .different())
                .isEqualTo(3);
    }

    @Test
    void container_thatShouldBeEncrypted_andIsNot_isADifference() throws IOException {
        pack(COMPRESSED);

        check(encrypted);

        assertThat(heard.different).hasSize(3);
        assertThat(heard.different.values()).containsOnly(Difference.UNENCRYPTED);
    }

    @Test
    void check_ofEverything_comparesContents() throws IOException {
        Trees.put(boxes, "same/script.txt", Data.TEXT.bytes(new Random(1), 300_000));
        Trees.put(boxes, "same/sub/clip.mov", Data.NOISE.bytes(new Random(9), 3_000_000));
        Trees.put(boxes, "same/empty", new byte[0]);
        TransferOptions options = TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.ALWAYS));

        run(new TransferJob(Mode.CHECK, new Endpoint(files, "in"), new Endpoint(boxes, "same"), options));

        assertThat(heard.different).isEqualTo(Map.of("sub/clip.mov", Difference.CONTENT));
    }
}
