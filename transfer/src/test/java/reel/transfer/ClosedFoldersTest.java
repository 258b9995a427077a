package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Comparison;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// Trees of folders that their owner may not write into.
final class ClosedFoldersTest {
    private static final int CLOSED = 0555;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final MemoryPlace from = MemoryPlace.create();
    private final MemoryPlace to = MemoryPlace.create();
    private final Heard heard = new Heard();

    /// A place in which modes count, as for everybody but a superuser.
    private static final class StrictPlace extends OtherPlace {
        StrictPlace(Place inner) {
            super(inner);
        }

        @Override
        public Writing create(WriteRequest request) throws IOException {
            requireOpen(request.path());
            return super.create(request);
        }

        @Override
        public void makeFolder(String path) throws IOException {
            requireOpen(path);
            super.makeFolder(path);
        }

        @Override
        public void delete(String path) throws IOException {
            requireOpen(path);
            super.delete(path);
        }

        /// What is missing above `path` is made, in the next folder that is there.
        private void requireOpen(String path) throws IOException {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                try {
                    Integer mode = mode(inner, path.substring(0, slash));
                    if (mode != null && (mode & 0200) == 0) {
                        throw new Refused(path, "permission denied", "Ask its owner.");
                    }
                    return;
                } catch (Missing further) {
                    continue;
                }
            }
        }
    }

    private static @Nullable Integer mode(Place place, String path) throws IOException {
        return place.stat(path).meta().mode();
    }

    private static void close(Place place, String path) throws IOException {
        Trees.touch(place, path, Trees.NOON, Meta.ofMode(CLOSED));
    }

    @BeforeEach
    void twoTrees() throws IOException {
        for (Place place : new Place[] {from, to}) {
            String root = place == from ? "in" : "out";
            Trees.put(place, root + "/card/clip.mov", new byte[1000]);
            Trees.put(place, root + "/card/day/a.mov", new byte[2000]);
        }
        Trees.put(from, "in/card/day/new.mov", new byte[3000]);
        Trees.put(from, "in/card/more/b.mov", new byte[4000]);
        Trees.put(to, "out/card/old.mov", new byte[10]);
    }

    private void closeAll(Place place, String root) throws IOException {
        for (String folder : new String[] {"/card/day", "/card", ""}) {
            close(place, root + folder);
        }
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport sync(Keeping keeping) throws IOException {
        return sync(TransferOptions.DEFAULT.with(keeping));
    }

    private TransferReport sync(TransferOptions options) throws IOException {
        Endpoint source = new Endpoint(from, "in");
        Endpoint destination = new Endpoint(new StrictPlace(to), "out");
        return Transfer.run(new TransferJob(Mode.SYNC, source, destination, options), memory, heard);
    }

    @Test
    void sync_intoAReadOnlyCopyOfAReadOnlyTree_goesOn_andLeavesItReadOnly() throws IOException {
        closeAll(from, "in");
        closeAll(to, "out");

        TransferReport report = sync(Keeping.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(report.complete()).isTrue();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        for (String folder : new String[] {"out", "out/card", "out/card/day"}) {
            assertThat(mode(to, folder)).as(folder).isEqualTo(CLOSED);
        }
    }

    @Test
    void folder_thatIsOpenAtTheSource_becomesOpen() throws IOException {
        closeAll(to, "out");
        Trees.touch(from, "in/card/day", Trees.NOON, Meta.ofMode(0755));
        Trees.touch(from, "in/card", Trees.NOON, Meta.ofMode(CLOSED));
        Trees.touch(from, "in", Trees.NOON, Meta.ofMode(CLOSED));

        sync(Keeping.DEFAULT);

        assertThat(heard.failed).isEmpty();
        assertThat(mode(to, "out/card/day")).isEqualTo(0755);
        assertThat(mode(to, "out/card")).isEqualTo(CLOSED);
    }

    @Test
    void folder_thatWasOpenedForNothing_isClosedAgain() throws IOException {
        Trees.put(from, "in/card/day/new.mov", new byte[2000]);
        Trees.put(to, "out/card/day/new.mov", new byte[2000], Trees.NOON.plusSeconds(9), Meta.NONE);
        closeAll(from, "in");
        closeAll(to, "out");

        sync(TransferOptions.DEFAULT.with(Comparison.by(Comparison.Rule.CHECKSUM)));

        assertThat(mode(to, "out/card/day")).isEqualTo(CLOSED);
    }

    @Test
    void whereModesAreNotKept_closedFoldersStayClosed() throws IOException {
        closeAll(from, "in");
        close(to, "out/card/day");

        sync(new Keeping(false, null, false, false));

        assertThat(heard.failed).containsOnlyKeys("card/day/new.mov");
        assertThat(mode(to, "out/card/day")).isEqualTo(CLOSED);
    }
}
