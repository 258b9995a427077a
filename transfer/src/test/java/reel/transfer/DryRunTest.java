package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;

/// What a dry run tells is what the run does.
final class DryRunTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    @Test
    void move_tellsWhatItWouldTakeFromTheSource() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        Trees.put(from, "in/new.mov", new byte[10]);
        Trees.put(from, "in/same.mov", new byte[20]);
        Trees.put(to, "out/same.mov", new byte[20]);
        Trees.link(from, "in/link", "new.mov");
        Trees.link(from, "in/old", "same.mov");
        Trees.link(to, "out/old", "same.mov");
        Map<String, String> before = Trees.below(from, "in");
        Map<String, String> there = Trees.below(to, "out");

        Heard dry = run(from, to, TransferOptions.DEFAULT.asDryRun());
        assertThat(Trees.below(from, "in")).isEqualTo(before);
        assertThat(Trees.below(to, "out")).isEqualTo(there);
        Heard real = run(from, to, TransferOptions.DEFAULT);

        assertThat(real.removed).containsExactlyInAnyOrder("new.mov", "same.mov", "link", "old");
        assertThat(dry.removed).containsExactlyInAnyOrderElementsOf(real.removed);
        assertThat(dry.finished).containsExactlyInAnyOrderElementsOf(real.finished);
    }

    private Heard run(MemoryPlace from, MemoryPlace to, TransferOptions options) throws IOException {
        Heard heard = new Heard();
        Endpoint source = new Endpoint(from, "in");
        Transfer.run(new TransferJob(Mode.MOVE, source, new Endpoint(to, "out"), options), memory, heard);
        return heard;
    }
}
