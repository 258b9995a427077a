package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
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

final class TransferTest {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Place from, Place to) throws IOException {
        return run(mode, from, to, TransferOptions.DEFAULT);
    }

    private TransferReport run(Mode mode, Place from, Place to, TransferOptions options) throws IOException {
        return Transfer.run(
                new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(to, "out"), options), memory, heard);
    }

    private static byte[] bytes(int seed, int size) {
        return Data.NOISE.bytes(new Random(seed), size);
    }

    private static void tree(Place place) throws IOException {
        Trees.put(place, "in/a.txt", bytes(1, 10));
        Trees.put(place, "in/a/b.mov", bytes(2, 3 << 20));
        Trees.put(place, "in/a/c/d.exr", bytes(3, 70_000));
        Trees.put(place, "in/empty", new byte[0]);
        Trees.put(place, "in/big.mov", bytes(4, (9 << 20) + 5));
    }

    static Stream<MemoryShape> shapes() {
        return Stream.of(MemoryShape.DISK, MemoryShape.BUCKET, MemoryShape.PLAIN);
    }

    static Stream<Map.Entry<MemoryShape, MemoryShape>> pairs() {
        return shapes().flatMap(one -> shapes().map(other -> Map.entry(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void copy_betweenAnyShapes_bringsEveryByte(Map.Entry<MemoryShape, MemoryShape> shapes) throws IOException {
        MemoryPlace from = MemoryPlace.create(shapes.getKey());
        MemoryPlace to = MemoryPlace.create(shapes.getValue());
        tree(from);

        TransferReport report = run(Mode.COPY, from, to, TransferOptions.DEFAULT.with(new Effort(4, 2, false)));

        assertThat(heard.failed).isEmpty();
        assertThat(report.files()).isEqualTo(5);
        assertThat(report.bytes()).isEqualTo(10 + (3 << 20) + 70_000 + (9 << 20) + 5);
        assertThat(report.sentBytes()).isEqualTo(report.bytes());
        for (String file : new String[] {"a.txt", "a/b.mov", "a/c/d.exr", "empty", "big.mov"}) {
            assertThat(Trees.get(to, "out/" + file)).isEqualTo(Trees.get(from, "in/" + file));
            assertThat(heard.moved.getOrDefault(file, 0L))
                    .isEqualTo(from.stat("in/" + file).size());
        }
        assertThat(to.unfinished()).isZero();
    }

    @Test
    void copy_fromDiskToDisk_keepsTimesModesAndLinks() throws IOException {
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);
        tree(from);
        Trees.put(from, "in/tool", bytes(5, 100), Trees.NOON, Meta.ofMode(0755));
        Trees.link(from, "in/link", "a/b.mov");
        from.makeFolder("in/hollow");
        Trees.touch(from, "in/a", Trees.NOON, Meta.ofMode(0750));

        TransferReport report = run(Mode.COPY, from, to);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        assertThat(to.stat("out/a/b.mov").modified()).isEqualTo(Trees.NOON);
        assertThat(to.stat("out/a").modified()).isEqualTo(Trees.NOON);
        assertThat(to.stat("out/a").meta().mode()).isEqualTo(0750);
        assertThat(to.stat("out/tool").meta().mode()).isEqualTo(0755);

        TransferReport again = run(Mode.COPY, from, to);

        assertThat(again.files()).isZero();
        assertThat(again.sentBytes()).isZero();
        assertThat(again.same()).isEqualTo(7);
    }
}
