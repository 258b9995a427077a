package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// Deleting where a folder cannot be looked into.
final class TreeDeletionTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();
    private final Place half = new BrokenPlace(to, "out/old/shut", new Refused("out/old/shut", "permission denied"));
    private final Heard heard = new Heard();

    @BeforeEach
    void trees() throws IOException {
        Trees.put(from, "in/new.mov", new byte[100]);
        Trees.put(to, "out/gone.mov", new byte[10]);
        Trees.put(to, "out/old/gone.mov", new byte[10]);
        Trees.put(to, "out/old/shut/kept.mov", new byte[10]);
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    @Test
    void sync_whoseDestinationHasAFolderThatCannotBeListed_deletesTheRestAndTellsIt() throws IOException {
        TransferReport report = Transfer.run(
                new TransferJob(
                        Mode.SYNC, new Endpoint(from, "in"), new Endpoint(half, "out"), TransferOptions.DEFAULT),
                memory,
                heard);

        assertThat(Trees.below(to, "out")).containsOnlyKeys("new.mov", "old/", "old/shut/", "old/shut/kept.mov");
        assertThat(heard.failed).containsOnlyKeys("old/shut");
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.deleted()).isEqualTo(2);
    }

    @Test
    void delete_whereAFolderCannotBeListed_deletesTheRestAndTellsIt() throws IOException {
        TransferReport report = Transfer.delete(new Endpoint(half, "out"), Selection.ALL, false, heard);

        assertThat(Trees.below(to, "out")).containsOnlyKeys("old/", "old/shut/", "old/shut/kept.mov");
        assertThat(heard.failed).containsOnlyKeys("old/shut");
        assertThat(report.deleted()).isEqualTo(2);
    }
}
