package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.layer.Pace;
import reel.backend.layer.Timer;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.backend.place.layer.ThrottlePlace;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.filter.FilterRule;
import reel.transfer.filter.Filters;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// What running transfers keep to go on with is no part of what they transfer, wherever it lies.
final class OwnStateTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace far = MemoryPlace.create();
    private Heard heard = new Heard();
    private Path home;
    private Path state;
    private Place disk;

    @BeforeEach
    void home(@TempDir Path folder) throws IOException {
        home = folder.resolve("home");
        state = home.resolve(".local/state [1]/reel/transfers");
        Files.createDirectories(state);
        Files.writeString(state.resolve("another.journal"), "of another transfer");
        Files.writeString(state.resolveSibling("kept"), "beside it");
        Files.writeString(home.resolve("a.txt"), "first");
        Files.createSymbolicLink(folder.resolve("link"), home);
        disk = LocalPlace.open(folder, memory);
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Endpoint from, Endpoint to, TransferOptions options) throws IOException {
        heard = new Heard();
        return Transfer.run(new TransferJob(mode, from, to, options.withJournals(state)), memory, heard);
    }

    private TransferReport away(Mode mode, TransferOptions options) throws IOException {
        return run(mode, new Endpoint(disk, "home"), new Endpoint(far, "out"), options);
    }

    @Test
    void copy_ofTheFolderItLiesIn_leavesItOut() throws IOException {
        TransferReport report = away(Mode.COPY, TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(Trees.below(far, "out").keySet())
                .containsExactlyInAnyOrder(
                        ".local/",
                        ".local/state [1]/",
                        ".local/state [1]/reel/",
                        ".local/state [1]/reel/kept",
                        "a.txt");
        assertThat(away(Mode.CHECK, TransferOptions.DEFAULT).different()).isZero();
    }

    @Test
    void copy_withFiltersThatInclude_takesNothingMore() throws IOException {
        Selection texts = Selection.ALL.withFilters(Filters.of(List.of(FilterRule.include("*.txt"))));

        away(Mode.COPY, TransferOptions.DEFAULT.with(texts));

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(far, "out").keySet()).containsExactly("a.txt");
    }

    @Test
    void copy_whereTheStateIsNamedThroughALink_leavesItOut() throws IOException {
        state = home.resolveSibling("link").resolve(home.relativize(state));

        away(Mode.COPY, TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(far, "out").keySet()).contains("a.txt").noneMatch(path -> path.contains("transfers"));
    }

    @Test
    void copy_withALimitedRate_leavesItOut() throws IOException {
        disk = ThrottlePlace.over(disk, null, Pace.of(1L << 40, Timer.system()));

        away(Mode.COPY, TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(Trees.below(far, "out").keySet()).contains("a.txt").noneMatch(path -> path.contains("transfers"));
    }

    @Test
    void move_leavesItWhereItIs() throws IOException {
        away(Mode.MOVE, TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(state.resolve("another.journal")).exists();
        assertThat(home.resolve("a.txt")).doesNotExist();
    }

    @Test
    void sync_intoTheFolderItLiesIn_doesNotDeleteIt() throws IOException {
        Trees.put(far, "in/b.txt", new byte[3]);

        run(Mode.SYNC, new Endpoint(far, "in"), new Endpoint(disk, "home"), TransferOptions.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(state.resolve("another.journal")).exists();
        assertThat(state.resolveSibling("kept")).doesNotExist();
        assertThat(home.resolve("b.txt")).exists();
    }
}
