package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// One place may span several disks, between which nothing can be renamed.
final class MoveAcrossDisksTest {
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
}
