package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

final class DeltaTest {
    private static final int SIZE = 20 << 20;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Place from, Place to) throws IOException {
        TransferOptions options = TransferOptions.DEFAULT.with(new Effort(3, 2, true));
        return Transfer.run(
                new TransferJob(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out"), options), memory, heard);
    }

    @Test
    void copy_overAnOlderVersion_sendsOnlyWhatChanged() throws IOException {
        byte[] older = Data.NOISE.bytes(new Random(1), SIZE);
        byte[] newer = Arrays.copyOf(older, SIZE + 1000);
        newer[5 << 20] ^= 1;
        newer[(13 << 20) + 77] ^= 1;
        for (Place from : new Place[] {MemoryPlace.create(), LocalPlace.open(folder.resolve("from"), memory)}) {
            Place to = LocalPlace.open(folder.resolve("to"), memory);
            Trees.put(from, "in/film", newer);
            Trees.put(to, "out/film", older, Trees.NOON.minusSeconds(100), Meta.NONE);

            TransferReport report = run(from, to);

            assertThat(report.failures()).isEmpty();
            assertThat(report.bytes()).isEqualTo(SIZE + 1000);
            assertThat(report.sentBytes()).isEqualTo((2 << 20) + 1000);
            assertThat(Trees.get(to, "out/film")).isEqualTo(newer);
            assertThat(heard.moved.remove("film")).isEqualTo(SIZE + 1000);
        }
    }

    @Test
    void copy_ofWhatTellsNoVersion_isReadInOneGo_alsoOverAnOlderOne() throws IOException {
        byte[] newer = Data.NOISE.bytes(new Random(1), SIZE);
        MemoryPlace server = MemoryPlace.create();
        TimelessPlace from = new TimelessPlace(server);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        Trees.put(server, "in/film", newer);
        Trees.put(to, "out/film", Arrays.copyOf(newer, SIZE - 1), Trees.NOON, Meta.NONE);

        assertThat(run(from, to).failures()).isEmpty();

        assertThat(from.reads).hasValue(1);
        assertThat(Trees.get(to, "out/film")).isEqualTo(newer);
    }

    @Test
    void copy_overSomethingElse_sendsEverything() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        Trees.put(from, "in/film", Data.NOISE.bytes(new Random(1), SIZE));
        Trees.put(to, "out/film", Data.NOISE.bytes(new Random(2), SIZE - 5), Trees.NOON, Meta.NONE);

        TransferReport report = run(from, to);

        assertThat(report.sentBytes()).isEqualTo(SIZE);
        assertThat(Trees.get(to, "out/film")).isEqualTo(Trees.get(from, "in/film"));
    }
}
