package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Disk;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.local.LocalPlace;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// One place may span several disks, between which nothing can be renamed.
final class MoveAcrossDisksTest {
    @TempDir
    Path folder;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private static final class Disks extends OtherPlace {
        private final boolean copies;

        Disks(Place inner, boolean copies) {
            super(inner);
            this.copies = copies;
        }

        @Override
        public PlaceTraits traits() {
            PlaceTraits is = super.traits();
            return traits(
                    is.connections(),
                    (from, to) -> {
                        throw new Refused(to, "is on another disk");
                    },
                    copies ? is.copying() : null);
        }
    }

    @Test
    void move_whereNothingCanBeRenamed_copiesAndTakesAway() throws IOException {
        for (boolean copies : new boolean[] {true, false}) {
            MemoryPlace inner = MemoryPlace.create(MemoryShape.DISK);
            Trees.put(inner, "in/a.mov", new byte[3 << 20]);
            Trees.put(inner, "in/b/c.exr", new byte[5]);
            Trees.put(inner, "out/b/c.exr", new byte[7]);
            Map<String, String> before = Trees.below(inner, "in");
            Place place = new Disks(inner, copies);

            TransferReport report = Transfer.run(
                    new TransferJob(
                            Mode.MOVE, new Endpoint(place, "in"), new Endpoint(place, "out"), TransferOptions.DEFAULT),
                    memory,
                    new Heard());

            assertThat(report.failures()).isEmpty();
            assertThat(Trees.below(inner, "out")).isEqualTo(before);
            assertThat(Trees.below(inner, "in")).isEmpty();
        }
    }

    /// Two folders of one file system between which the system will not rename: a bind mount, a closed folder.
    private static final class Apart extends OtherPlace {
        Apart(Place inner) {
            super(inner);
        }

        @Override
        public PlaceTraits traits() {
            Disk disk = Objects.requireNonNull(inner.traits().disk());
            return traits(
                    path -> path.endsWith(".mov") ? disk.file(path).resolveSibling("x".repeat(256)) : disk.file(path));
        }
    }

    @Test
    void move_withBackup_whereRenamingFails_backsUpOnceAndSendsTheFile() throws IOException {
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        Trees.put(from, "film/a.mov", new byte[70_000]);
        Trees.put(to, "film/a.mov", new byte[7]);

        TransferReport report = Transfer.run(
                new TransferJob(
                        Mode.MOVE,
                        new Endpoint(from, "film"),
                        new Endpoint(new Apart(to), "film"),
                        TransferOptions.DEFAULT.with(new Keeping(true, "old", false, false))),
                memory,
                new Heard());

        assertThat(report.failures()).isEmpty();
        assertThat(folder.resolve("to/film/a.mov")).hasSize(70_000);
        assertThat(folder.resolve("to/old/a.mov")).hasSize(7);
        assertThat(folder.resolve("from/film/a.mov")).doesNotExist();
    }
}
