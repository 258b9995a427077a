package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.stream.Conflict;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Difference;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// Transfers of exactly the paths of a list.
final class ListedPathsTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    @Test
    void copy_ofAPathThatIsListedTwice_sendsItOnce() throws IOException {
        put(from, "in/big.mov", (5 << 20) + 5);
        from.makeFolder("in/a");
        List<String> list = List.of("big.mov", "a", "big.mov", "a");

        Heard first = new Heard();
        TransferReport report = run(Mode.COPY, list, first);
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.sentBytes()).isEqualTo((5 << 20) + 5);
        assertThat(first.finished).containsExactlyInAnyOrder("big.mov", "a");

        Heard again = new Heard();
        run(Mode.COPY, list, again);
        assertThat(again.finished).isEmpty();
    }

    @Test
    void check_tellsListedFoldersThatLackAndMakesNone() throws IOException {
        from.makeFolder("in/a");
        from.makeFolder("in/b");
        from.makeFolder("in/c");
        put(to, "out/b", 5);
        to.makeFolder("out/c");
        Heard heard = new Heard();

        TransferReport report = run(Mode.CHECK, List.of("a", "b", "c"), heard);

        assertThat(heard.different).isEqualTo(Map.of("a", Difference.MISSING, "b", Difference.KIND));
        assertThat(report.failed()).isZero();
        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("b", "c/");
    }

    @Test
    void copy_ofAFolderWhereAFileIs_isAConflictAndTheSourceWasTold() throws IOException {
        from.makeFolder("in/b");
        put(to, "out/b", 5);
        Heard heard = new Heard();

        TransferReport report = run(Mode.COPY, List.of("b"), heard);

        assertThat(heard.failed.get("b")).isInstanceOf(Conflict.class);
        assertThat(report.complete()).isTrue();
    }

    private TransferReport run(Mode mode, List<String> list, Heard heard) throws IOException {
        TransferOptions options = TransferOptions.DEFAULT.with(Selection.ALL.withOnly(list));
        TransferJob job = new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(to, "out"), options);
        return Transfer.run(job, memory, heard);
    }

    private static void put(Place place, String path, int size) throws IOException {
        Trees.put(place, path, Data.NOISE.bytes(new Random(size), size));
    }
}
