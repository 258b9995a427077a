package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.place.local.LocalPlace;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// A move between two addresses of one place would take away what it finds arrived.
final class MoveOntoItselfTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    /// Another address of the same place.
    private static final class Address extends OtherPlace {
        Address(Place inner) {
            super(inner);
        }
    }

    private TransferReport move(Endpoint from, Endpoint to) throws IOException {
        return Transfer.run(new TransferJob(Mode.MOVE, from, to, TransferOptions.DEFAULT), memory, heard);
    }

    private static void tree(Place place) throws IOException {
        Trees.put(place, "film/a.mov", new byte[70_000]);
        Trees.put(place, "film/b/c.exr", new byte[5]);
    }

    static Stream<MemoryShape> shapes() {
        return Stream.of(MemoryShape.DISK, MemoryShape.BUCKET, MemoryShape.PLAIN);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void move_toAnotherAddressOfItsPlace_isRefusedAndLeavesEverything(MemoryShape shape) throws IOException {
        MemoryPlace place = MemoryPlace.create(shape);
        tree(place);
        Map<String, String> before = Trees.below(place, "");
        for (String path : new String[] {"film", "film/a.mov"}) {
            assertThatThrownBy(() -> move(new Endpoint(new Address(place), path), new Endpoint(place, path)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("is the same place as");
            assertThat(Trees.below(place, "")).isEqualTo(before);
        }
    }

    @Test
    void move_betweenTwoNamesOfOneFile_isRefused() throws IOException {
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        tree(from);
        to.makeFolder("film");
        Files.createLink(folder.resolve("to/film/a.mov"), folder.resolve("from/film/a.mov"));

        assertThatThrownBy(() -> move(new Endpoint(from, "film/a.mov"), new Endpoint(to, "film/a.mov")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is the same place as");

        assertThat(folder.resolve("from/film/a.mov")).exists();
    }

    @Test
    void move_toAnotherPlaceOfTheSameContent_leavesNoProbe() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        tree(from);
        tree(to);
        Map<String, String> before = Trees.below(from, "");

        TransferReport report = move(new Endpoint(from, "film"), new Endpoint(to, "film"));

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(from, "film")).isEmpty();
        assertThat(Trees.below(to, "")).isEqualTo(before);
    }

    /// An archive takes and never deletes, an outbox is emptied and never filled.
    @Test
    void move_fromAnOutboxToAnArchive_works() throws IOException {
        MemoryPlace outbox = MemoryPlace.create();
        MemoryPlace archive = MemoryPlace.create();
        tree(outbox);
        Trees.put(archive, "film/before.mov", new byte[3]);
        Place from = new OtherPlace(outbox) {
            @Override
            public Writing create(WriteRequest request) throws IOException {
                throw new Refused(request.path(), "permission denied");
            }
        };
        Place to = new OtherPlace(archive) {
            @Override
            public void delete(String path) throws IOException {
                throw new Refused(path, "permission denied");
            }
        };

        TransferReport report = move(new Endpoint(from, "film"), new Endpoint(to, "film"));

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(outbox, "film")).isEmpty();
        assertThat(Trees.below(archive, "film").keySet())
                .containsExactlyInAnyOrder("a.mov", "b/", "b/c.exr", "before.mov");
    }
}
