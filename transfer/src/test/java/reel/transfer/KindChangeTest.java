package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.local.LocalPlace;
import reel.stream.Conflict;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.filter.Filters;
import reel.transfer.job.Comparison;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// A file where the destination has a folder, and a folder where it has a file.
final class KindChangeTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();
    private Heard heard = new Heard();

    @TempDir
    Path folder;

    @BeforeEach
    void trees() throws IOException {
        trees(from, to);
    }

    /// `a` became a file, `b` a folder, `c` a link, and `d`, a link, became a folder.
    private static void trees(Place from, Place to) throws IOException {
        Trees.put(from, "in/a", new byte[3]);
        Trees.put(from, "in/a.txt", new byte[3]);
        Trees.put(to, "out/a/inner", new byte[9]);
        Trees.put(to, "out/a/deep/er", new byte[9]);
        Trees.put(from, "in/b/inner", new byte[4]);
        Trees.put(from, "in/b/deep/er", new byte[(2 << 20) + 1]);
        Trees.put(to, "out/b", new byte[9]);
        Trees.put(to, "out/b.txt", new byte[9]);
        Trees.link(from, "in/c", "a");
        Trees.put(to, "out/c/inner", new byte[9]);
        from.makeFolder("in/d");
        Trees.link(to, "out/d", "b.txt");
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Place source, Place destination, TransferOptions options) throws IOException {
        heard = new Heard();
        return Transfer.run(
                new TransferJob(mode, new Endpoint(source, "in"), new Endpoint(destination, "out"), options),
                memory,
                heard);
    }

    private TransferReport sync(TransferOptions options) throws IOException {
        return run(Mode.SYNC, from, to, options);
    }

    @Test
    void sync_replacesTheOneByTheOther() throws IOException {
        TransferReport report = sync(TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(heard.finished).containsExactlyInAnyOrder("a", "a.txt", "b/inner", "b/deep/er", "c", "d");
        assertThat(heard.deleted)
                .containsExactlyInAnyOrder("a/inner", "a/deep/er", "a/deep", "a", "b", "b.txt", "c/inner", "c", "d");
        assertThat(report.files()).isEqualTo(4);
        TransferReport again = sync(TransferOptions.DEFAULT);
        assertThat(again.files() + again.deleted()).isZero();
    }

    @Test
    void sync_onDisks_replacesTheOneByTheOther() throws IOException {
        Place source = LocalPlace.open(folder.resolve("from"), memory);
        Place destination = LocalPlace.open(folder.resolve("to"), memory);
        trees(source, destination);

        run(Mode.SYNC, source, destination, TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.ALWAYS)));

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(destination, "out")).isEqualTo(Trees.below(source, "in"));
        assertThat(heard.finished).as("each once").doesNotHaveDuplicates();
    }

    @Test
    void sync_fromABucket_replacesTheOneByTheOther() throws IOException {
        MemoryPlace bucket = MemoryPlace.create(MemoryShape.BUCKET);
        Trees.put(bucket, "in/a", new byte[3]);
        Trees.put(bucket, "in/b/inner", new byte[3]);

        run(Mode.SYNC, bucket, to, TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("a", "b/", "b/inner");
    }

    @Test
    void sync_putsTheReplacedIntoTheBackupFolder() throws IOException {
        sync(TransferOptions.DEFAULT.with(new Keeping(true, "old", false, false)));

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(Trees.below(to, "old"))
                .containsKeys("a/inner", "a/deep/er", "b", "b.txt", "c/inner", "d")
                .containsEntry("d", "-> b.txt");
    }

    @Test
    void sync_asADryRun_tellsTheSameAndChangesNothing() throws IOException {
        Map<String, String> before = Trees.below(to, "out");

        sync(TransferOptions.DEFAULT.asDryRun());
        Heard dry = heard;

        assertThat(Trees.below(to, "out")).isEqualTo(before);
        sync(TransferOptions.DEFAULT);
        assertThat(dry.failed).isEmpty();
        assertThat(dry.finished).containsExactlyInAnyOrderElementsOf(heard.finished);
        assertThat(dry.deleted).containsExactlyInAnyOrderElementsOf(heard.deleted);
    }

    @Test
    void copy_refusesEach_andTheRestArrives() throws IOException {
        TransferReport report = run(Mode.COPY, from, to, TransferOptions.DEFAULT);

        assertThat(heard.failed).containsOnlyKeys("a", "b", "c", "d");
        assertThat(heard.failed.get("a")).isInstanceOf(Conflict.class).hasMessageContaining("is a folder");
        assertThat(heard.failed.get("b")).hasMessageContaining("is no folder");
        assertThat(report.files()).isEqualTo(1);
        assertThat(heard.deleted).isEmpty();
    }

    @Test
    void sync_thatLeavesAloneWhatIsThere_replacesNothing() throws IOException {
        sync(TransferOptions.DEFAULT.with(new Comparison(Comparison.Rule.SIZE_AND_TIME, false, true)));

        assertThat(heard.failed).containsOnlyKeys("a", "b", "c", "d");
        assertThat(heard.deleted).isEmpty();
    }

    @Test
    void sync_thatWouldDeleteTooMuch_deletesNothing() throws IOException {
        Map<String, String> before = Trees.below(to, "out");

        assertThatThrownBy(() -> sync(TransferOptions.DEFAULT.withMostDeletions(5)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("6 files would be deleted");

        assertThat(Trees.below(to, "out")).containsAllEntriesOf(before);
    }

    @Test
    void sync_whoseSourceCannotBeListedCompletely_deletesNothing() throws IOException {
        Map<String, String> before = Trees.below(to, "out");
        Trees.put(from, "in/z/y", new byte[3]);
        for (String path : List.of("in/z", "in/b", "in/b/deep")) {
            Place half = new BrokenPlace(from, path, new Refused(path, "permission denied"));

            run(Mode.SYNC, half, to, TransferOptions.DEFAULT);

            assertThat(heard.deleted).as(path).isEmpty();
            assertThat(heard.failed).as(path).containsKeys("a", "b", "c", "d");
            assertThat(heard.failed.get("a")).hasMessageContaining("is a folder");
            assertThat(Trees.below(to, "out")).as(path).containsAllEntriesOf(before);
        }
    }

    @Test
    void sync_withAFailedFile_deletesNothing() throws IOException {
        Map<String, String> before = Trees.below(to, "out");
        Place half = new BrokenPlace(from, "in/a.txt", new Refused("in/a.txt", "permission denied"));

        run(Mode.SYNC, half, to, TransferOptions.DEFAULT);

        assertThat(heard.deleted).isEmpty();
        assertThat(heard.failed).containsOnlyKeys("a", "a.txt", "b", "c", "d");
        assertThat(Trees.below(to, "out")).isEqualTo(before);
    }

    @Test
    void sync_leavesAFolderThatHoldsWhatFiltersLeaveOut() throws IOException {
        Trees.put(to, "out/a/keep.tmp", new byte[5]);
        Map<String, String> before = Trees.below(to, "out");
        Selection noTemporary = Selection.ALL.withFilters(Filters.of(Filters.parse(List.of("- *.tmp"))));

        sync(TransferOptions.DEFAULT.with(noTemporary));

        assertThat(heard.failed).containsKey("a");
        assertThat(heard.failed.get("a")).isInstanceOf(Conflict.class).hasMessageContaining("is a folder");
        assertThat(heard.deleted).isEmpty();
        assertThat(Trees.below(to, "out")).containsAllEntriesOf(before);
    }

    @Test
    void copy_ignoringWhatIsThere_leavesItWhateverItIs() throws IOException {
        Trees.link(from, "in/b.txt", "a");
        Trees.put(from, "in/e", new byte[3]);
        Trees.link(to, "out/e", "b.txt");
        Map<String, String> before = Trees.below(to, "out");

        run(
                Mode.COPY,
                from,
                to,
                TransferOptions.DEFAULT.with(new Comparison(Comparison.Rule.SIZE_AND_TIME, false, true)));

        assertThat(heard.skipped).containsEntry("b.txt", Skip.EXISTS).containsEntry("e", Skip.EXISTS);
        assertThat(Trees.below(to, "out")).containsAllEntriesOf(before);
    }
}
