package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.layer.RetryPolicy;
import reel.backend.place.Entry;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.layer.FaultPlace;
import reel.backend.place.layer.MeterPlace;
import reel.backend.place.layer.PlaceFault;
import reel.backend.place.layer.PlaceOp;
import reel.backend.place.layer.RetryPlace;
import reel.backend.place.local.LocalPlace;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.box.Secret;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

/// Transfers over places that break, lie, change and fill.
final class FaultTest {
    private static final RetryPolicy PATIENT =
            new RetryPolicy(50, Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofSeconds(1));

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Place from, Place to, TransferOptions options) throws IOException {
        return Transfer.run(
                new TransferJob(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out"), options), memory, heard);
    }

    private static byte[] noise(int seed, int size) {
        return Data.NOISE.bytes(new Random(seed), size);
    }

    @Test
    void copy_overAHundredCuts_sendsHardlyMoreThanTheFilesHave() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        long size = 0;
        for (int i = 0; i < 8; i++) {
            byte[] bytes = noise(i, (13 << 20) + i);
            Trees.put(from, "in/f" + i, bytes);
            size += bytes.length;
        }
        MemoryPlace to = MemoryPlace.create();
        FaultPlace cutFrom =
                FaultPlace.over(from, FaultPlace.Plan.cuts(2, 50, 1).only(PlaceOp.READ));
        FaultPlace cutTo = FaultPlace.over(to, FaultPlace.Plan.cuts(2, 50, 2).only(PlaceOp.WRITE));
        MeterPlace read = MeterPlace.over(cutFrom);
        MeterPlace written = MeterPlace.over(cutTo);

        TransferReport report = run(
                RetryPlace.over(read, PATIENT),
                RetryPlace.over(written, PATIENT),
                TransferOptions.DEFAULT.with(new Effort(4, 2, false)));

        assertThat(report.failures()).isEmpty();
        assertThat(read.pulse().cuts() + written.pulse().cuts()).isGreaterThanOrEqualTo(60);
        assertThat(report.sentBytes()).isEqualTo(size);
        assertThat(read.pulse().bytesRead()).isLessThanOrEqualTo((long) (1.05 * size));
        assertThat(written.pulse().bytesWritten()).isLessThanOrEqualTo((long) (1.05 * size));
        for (int i = 0; i < 8; i++) {
            assertThat(Trees.get(to, "out/f" + i)).isEqualTo(noise(i, (13 << 20) + i));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PlaceFault.class,
            names = {"CUT", "SHORT", "FLIP"})
    void copy_fromAPlaceThatBreaks_neverPublishesWrongBytes(PlaceFault fault) throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            MemoryPlace from = MemoryPlace.create();
            Trees.put(from, "in/a", noise(1, 5 << 20));
            Trees.put(from, "in/b", noise(2, 9000));
            MemoryPlace to = MemoryPlace.create();
            FaultPlace broken = FaultPlace.over(
                    from, new FaultPlace.Plan(Set.of(fault), 2, 2, Duration.ZERO, seed).only(PlaceOp.READ));

            TransferReport report = run(broken, to, TransferOptions.DEFAULT);

            assertThat(report.files() + report.failed()).isEqualTo(2);
            for (String file : new String[] {"a", "b"}) {
                try {
                    assertThat(Trees.get(to, "out/" + file)).isEqualTo(Trees.get(from, "in/" + file));
                } catch (Missing notPublished) {
                    assertThat(heard.failed).containsKey(file);
                }
            }
            assertThat(to.unfinished()).isZero();
        }
    }

    /// Changes a file of the source while it is read.
    private TransferEvents changing(String path, Change change) {
        return new TransferEvents() {
            @Override
            public void moved(String moved, long bytes) {
                if (moved.equals(path) && bytes > 0) {
                    try {
                        change.run();
                    } catch (IOException failure) {
                        throw new IllegalStateException(failure);
                    }
                }
            }

            @Override
            public void failed(String failed, IOException why) {
                heard.failed(failed, why);
            }
        };
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void copy_ofAFileThatChangesOnce_isOfOneVersion(Case how) throws IOException {
        Path file = Files.createDirectories(folder.resolve("from/in")).resolve("film");
        Files.write(file, noise(1, 6 << 20));
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = how.local ? LocalPlace.open(folder.resolve("to"), memory) : MemoryPlace.create();
        byte[] other = noise(2, how.bytes);
        AtomicReference<Boolean> done = new AtomicReference<>(false);
        TransferEvents events = changing("film", () -> {
            if (done.compareAndSet(false, true)) {
                Files.write(file, other);
            }
        });

        TransferReport report = Transfer.run(
                TransferJob.of(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out")), memory, events);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.get(to, "out/film")).isEqualTo(other);
        assertThat(report.bytes()).isEqualTo(other.length);
    }

    enum Case {
        GROWS_TO_MEMORY(7 << 20, false),
        SHRINKS_TO_MEMORY(100, false),
        STAYS_AS_LONG_TO_MEMORY(6 << 20, false),
        GROWS_TO_DISK(7 << 20, true),
        SHRINKS_TO_DISK(100, true);

        final int bytes;
        final boolean local;

        Case(int bytes, boolean local) {
            this.bytes = bytes;
            this.local = local;
        }
    }

    @Test
    void copy_ofAFileThatNeverRests_fails() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/film", noise(1, 6 << 20));
        Trees.put(from, "in/other", noise(2, 100));
        MemoryPlace to = MemoryPlace.create();
        int[] times = {0};
        TransferEvents events = changing(
                "film",
                () -> Trees.put(from, "in/film", noise(1, 6 << 20), Trees.NOON.plusSeconds(++times[0]), Meta.NONE));

        TransferReport report = Transfer.run(
                TransferJob.of(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out")), memory, events);

        assertThat(report.files()).isEqualTo(1);
        assertThat(heard.failed.get("film")).isInstanceOf(Conflict.class).hasMessageContaining("changed");
        assertThat(to.unfinished()).isZero();
        assertThatThrownBy(() -> to.stat("out/film")).isInstanceOf(Missing.class);
    }

    @Test
    void copy_ofAFileThatVanishes_fails() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/film", noise(1, 6 << 20));
        MemoryPlace to = MemoryPlace.create();

        TransferReport report = Transfer.run(
                TransferJob.of(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out")),
                memory,
                changing("film", () -> from.delete("in/film")));

        assertThat(report.failed()).isEqualTo(1);
        assertThat(heard.failed.get("film")).isInstanceOf(Missing.class);
        assertThat(to.unfinished()).isZero();
    }

    @Test
    void copy_toAFullDisk_failsWithWhatDidNotFit() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/large", noise(1, 3 << 20));
        Trees.put(from, "in/small", noise(2, 100));
        MemoryPlace to = MemoryPlace.create();
        Place full = new LyingPlace(to, 1 << 20, false);

        TransferReport report = run(from, full, TransferOptions.DEFAULT);

        assertThat(heard.failed.get("large")).isInstanceOf(Exhausted.class);
        assertThat(report.files()).isEqualTo(1);
        assertThat(to.unfinished()).isZero();
    }

    /// Some servers tell a file's size in a listing only; what opening leaves out is no reason to send nothing.
    @ParameterizedTest
    @ValueSource(ints = {10, 3 << 20})
    void copy_ofAFileWhoseSizeIsToldBeforeOnly_bringsAllOfIt(int size) throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/a", noise(5, size));
        MemoryPlace to = MemoryPlace.create();

        run(new SilentPlace(from), to, TransferOptions.DEFAULT);

        assertThat(Trees.get(to, "out/a")).isEqualTo(noise(5, size));
        assertThat(heard.moved).containsEntry("a", (long) size);
    }

    @Test
    void copy_toAPlaceThatStoresSomethingElse_isNoticedAndDoesNotStay() throws IOException {
        MemoryPlace from = MemoryPlace.create(MemoryShape.PLAIN);
        Trees.put(from, "in/film", noise(1, 3 << 20));
        MemoryPlace to = MemoryPlace.create();
        Place lying = new LyingPlace(to, Long.MAX_VALUE, true);

        run(from, lying, TransferOptions.DEFAULT.with(new Keeping(true, null, false, true)));

        assertThat(heard.failed.get("film")).isInstanceOf(Corrupt.class);
        assertThatThrownBy(() -> to.stat("out/film")).isInstanceOf(Missing.class);
    }

    @Test
    void copy_thatIsInterrupted_leavesNothingHalfVisibleAndNothingBehind() throws Exception {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/film", noise(1, 20 << 20));
        MemoryPlace to = MemoryPlace.create();
        CountDownLatch moving = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        TransferEvents events = new TransferEvents() {
            @Override
            public void moved(String path, long bytes) {
                moving.countDown();
                try {
                    never.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread transfer = Thread.ofVirtual().start(() -> {
            try {
                Transfer.run(
                        TransferJob.of(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out")), memory, events);
            } catch (Throwable thrown) {
                ended.set(thrown);
            }
        });
        moving.await();
        transfer.interrupt();
        transfer.join();

        assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(to.unfinished()).isZero();
        assertThat(Trees.below(to, "")).isEmpty();
    }

    @Test
    void copy_throughContainers_bringsEveryByteBack() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/a/film.mov", Data.TEXT.bytes(new Random(1), (5 << 20) + 3));
        Trees.put(from, "in/empty", new byte[0]);
        for (MemoryShape shape : new MemoryShape[] {MemoryShape.DISK, MemoryShape.BUCKET, MemoryShape.PLAIN}) {
            MemoryPlace packed = MemoryPlace.create(shape);
            MemoryPlace back = MemoryPlace.create();
            Secret secret = Secret.of("six random words".toCharArray());

            TransferReport report = run(from, packed, TransferOptions.DEFAULT.with(new Transform.Pack(3, secret)));
            assertThat(report.failures()).isEmpty();
            assertThat(Trees.below(packed, "out")).containsKeys("a/film.mov.reelbox", "empty.reelbox");
            assertThat(packed.stat("out/a/film.mov.reelbox").size()).isLessThan(3 << 20);

            TransferReport again = Transfer.run(
                    new TransferJob(
                            Mode.COPY,
                            new Endpoint(packed, "out"),
                            new Endpoint(back, "in"),
                            TransferOptions.DEFAULT.with(new Transform.Unpack(secret))),
                    memory,
                    heard);
            assertThat(again.failures()).isEmpty();
            assertThat(Trees.below(back, "in")).isEqualTo(Trees.below(from, "in"));
            assertThat(Trees.get(back, "in/a/film.mov")).isEqualTo(Trees.get(from, "in/a/film.mov"));
        }
    }

    @Test
    void copy_ofWhatIsNoContainer_isAFailure() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/plain", new byte[3]);
        Trees.put(from, "in/fake.reelbox", noise(1, 5000));
        MemoryPlace to = MemoryPlace.create();

        run(from, to, TransferOptions.DEFAULT.with(new Transform.Unpack(null)));

        assertThat(heard.failed).containsOnlyKeys("plain", "fake");
        assertThat(to.unfinished()).isZero();
        assertThatThrownBy(() -> to.stat("out")).isInstanceOf(Missing.class);
    }

    @Test
    void copy_ofSparseFiles_keepsHolesAndTimes() throws IOException {
        Path in = Files.createDirectories(folder.resolve("from/in"));
        Data.SPARSE.file(new Random(1), in.resolve("sparse"), 40 << 20);
        Place from = LocalPlace.open(folder.resolve("from"), memory);
        Place to = LocalPlace.open(folder.resolve("to"), memory);

        TransferReport report = run(from, to, TransferOptions.DEFAULT);

        assertThat(report.failures()).isEmpty();
        assertThat(Files.mismatch(in.resolve("sparse"), folder.resolve("to/out/sparse")))
                .isEqualTo(-1);
        Entry one = from.stat("in/sparse");
        assertThat(to.stat("out/sparse").modified()).isEqualTo(one.modified());
    }
}
