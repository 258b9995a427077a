package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.stream.Conflict;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.filter.Filters;
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

    @Test
    void copy_ofAList_withFilters_takesWhatBothTake() throws IOException {
        for (String path : List.of("a.mov", "a.tmp", "proxy/a.mov", "shots/b.mov", "shots/c.txt", "never.mov")) {
            put(from, "in/" + path, 5);
        }
        from.makeFolder("in/empty");
        from.makeFolder("in/cache");
        List<String> list =
                List.of("a.mov", "a.tmp", "proxy/a.mov", "shots/b.mov", "shots/c.txt", "empty", "cache", "gone.tmp");

        Heard excluding = new Heard();
        TransferReport report = run(Mode.COPY, filtered(list, "- *.tmp", "- proxy/", "- cache/"), excluding);

        assertThat(excluding.failed).isEmpty();
        assertThat(report.complete()).isTrue();
        assertThat(excluding.finished).containsExactlyInAnyOrder("a.mov", "shots/b.mov", "shots/c.txt", "empty");
        Heard including = new Heard();
        run(Mode.CHECK, filtered(list, "+ *.txt", "+ /proxy/*.mov"), including);
        assertThat(including.different).isEqualTo(Map.of("proxy/a.mov", Difference.MISSING));
        assertThat(including.failed).isEmpty();
    }

    private static Selection filtered(List<String> list, String... rules) throws IOException {
        return Selection.ALL.withOnly(list).withFilters(Filters.of(Filters.parse(List.of(rules))));
    }

    @Test
    void delete_ofAList_isRefused() throws IOException {
        put(from, "in/a.mov", 5);

        assertThatThrownBy(() -> Transfer.delete(
                        new Endpoint(from, "in"), Selection.ALL.withOnly(List.of("b.mov")), false, new Heard()))
                .isInstanceOf(Refused.class);

        assertThat(from.stat("in/a.mov").size()).isEqualTo(5);
    }

    private TransferReport run(Mode mode, List<String> list, Heard heard) throws IOException {
        return run(mode, Selection.ALL.withOnly(list), heard);
    }

    private TransferReport run(Mode mode, Selection selection, Heard heard) throws IOException {
        TransferOptions options = TransferOptions.DEFAULT.with(selection);
        TransferJob job = new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(to, "out"), options);
        return Transfer.run(job, memory, heard);
    }

    private static void put(Place place, String path, int size) throws IOException {
        Trees.put(place, path, Data.NOISE.bytes(new Random(size), size));
    }
}
