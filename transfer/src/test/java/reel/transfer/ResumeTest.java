package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.backend.place.Entry;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartRule;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Comparison;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

final class ResumeTest {
    private static final int BIG = (9 << 20) + 4321;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path journals;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferJob job(Place from, Place to) {
        TransferOptions options = TransferOptions.DEFAULT.withJournals(journals).with(new Effort(2, 2, false));
        return new TransferJob(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out"), options);
    }

    private TransferReport run(Place from, Place to) throws IOException {
        return Transfer.run(job(from, to), memory, heard);
    }

    private static void sources(Place place) throws IOException {
        Trees.put(place, "in/big.mov", Data.NOISE.bytes(new Random(1), BIG));
        Trees.put(place, "in/small.txt", Data.TEXT.bytes(new Random(2), 5000));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(journals)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    /// Parts one after the other, of a file that can be gone on with.
    private static final MemoryShape SESSION = new MemoryShape(
            new PartRule(false, 256 << 10, 1 << 30, 10_000, 256 << 10, true, 1 << 30),
            true,
            false,
            true,
            false,
            Duration.ofNanos(1),
            Set.of(),
            NameRules.POSIX);

    static Stream<MemoryShape> shapes() {
        return Stream.of(MemoryShape.DISK, MemoryShape.BUCKET, SESSION);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void copy_killedAtEveryCall_goesOnWithoutSendingFinishedPartsAgain(MemoryShape shape) throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        int kills = 0;
        for (int calls = 0; ; calls++) {
            MemoryPlace to = MemoryPlace.create(shape);
            DyingPlace dying = new DyingPlace(to, calls);
            try {
                run(from, dying);
                if (!dying.died()) {
                    break;
                }
            } catch (DyingPlace.Dead killed) {
                kills++;
            }
            for (String file : List.of("big.mov", "small.txt")) {
                assertThat(isWholeOrMissing(from, to, file)).as(file).isTrue();
            }
            long before = dying.writtenBytes.get();

            TransferReport report = run(from, to.again());

            assertThat(report.failures()).as("killed at call " + calls).isEmpty();
            assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
            assertThat(Trees.get(to, "out/small.txt")).isEqualTo(Trees.get(from, "in/small.txt"));
            // What two streams had on their way when the process died is sent again, nothing else.
            assertThat(before + report.sentBytes()).isLessThanOrEqualTo(BIG + 5000 + 2 * (4 << 20));
            assertThat(to.unfinished()).as("killed at call " + calls).isZero();
            assertThat(left()).isEmpty();
        }
        assertThat(kills).isGreaterThan(shape == MemoryShape.DISK ? 8 : 4);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void copy_withoutResuming_leavesNothingOfAKilledOne(MemoryShape shape) throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        for (int calls = 0; ; calls++) {
            MemoryPlace to = MemoryPlace.create(shape);
            DyingPlace dying = new DyingPlace(to, calls);
            try {
                Transfer.run(anew(from, dying), memory, heard);
                if (!dying.died()) {
                    break;
                }
            } catch (DyingPlace.Dead killed) {
                // What it began stays until the next one.
            }

            TransferReport report = Transfer.run(anew(from, to.again()), memory, heard);

            assertThat(report.failures()).as("killed at call " + calls).isEmpty();
            assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
            assertThat(to.unfinished()).as("killed at call " + calls).isZero();
            assertThat(left()).isEmpty();
        }
    }

    private TransferJob anew(Place from, Place to) {
        TransferJob job = job(from, to);
        return new TransferJob(
                job.mode(), job.source(), job.destination(), job.options().withoutResume());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void copy_afterAContainerToTheSameNameWasKilled_takesNothingOfIt(MemoryShape shape) throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        for (String file : List.of("big.mov", "small.txt")) {
            for (int calls = 0; ; calls++) {
                MemoryPlace to = MemoryPlace.create(shape);
                DyingPlace dying = new DyingPlace(to, calls);
                TransferJob plain = new TransferJob(
                        Mode.COPY,
                        new Endpoint(from, "in/" + file),
                        new Endpoint(to.again(), "out"),
                        job(from, to).options());
                TransferJob packed = new TransferJob(
                        Mode.COPY,
                        plain.source(),
                        new Endpoint(dying, "out"),
                        plain.options().with(new Transform.Pack(1, null)));
                try {
                    Transfer.run(packed, memory, heard);
                    if (!dying.died()) {
                        break;
                    }
                } catch (DyingPlace.Dead killed) {
                    // As wanted.
                }

                assertThat(Transfer.run(plain, memory, heard).failures()).isEmpty();

                assertThat(Trees.get(to, "out"))
                        .as(file + " killed at call " + calls)
                        .isEqualTo(Trees.get(from, "in/" + file));
                assertThat(to.unfinished()).as("killed at call " + calls).isZero();
                assertThat(heard.notes).noneMatch(note -> note.contains("damaged"));
                assertThat(left()).isEmpty();
            }
        }
    }

    /// All streams wait for the first to open the file; whichever is next must not go on without it.
    @RepeatedTest(40)
    void copy_ofAFileThatCannotBeOpened_tellsWhyWhicheverStreamIsNext() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/big.mov", new byte[BIG]);
        OtherPlace shut = new OtherPlace(from) {
            @Override
            public Reading open(Entry entry) throws IOException {
                awaitAStreamThatWaits();
                throw new Refused(entry.path(), "is shut");
            }
        };

        assertThat(run(shut, MemoryPlace.create()).failures())
                .singleElement()
                .asString()
                .contains("is shut");
    }

    private static void awaitAStreamThatWaits() {
        long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end
                && Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread ->
                                thread.getName().startsWith("stream-") && thread.getState() == Thread.State.BLOCKED)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWholeOrMissing(Place from, Place to, String file) throws IOException {
        try {
            return Arrays.equals(Trees.get(to, "out/" + file), Trees.get(from, "in/" + file));
        } catch (Missing missing) {
            return true;
        }
    }

    @Test
    void copy_inOrder_goesOnBehindWhatArrived() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = MemoryPlace.create(SESSION);
        DyingPlace dying = new DyingPlace(to, 7);
        assertThatThrownBy(() -> run(from, dying)).isInstanceOf(DyingPlace.Dead.class);
        assertThat(dying.writtenBytes.get()).isGreaterThan(4 << 20);

        TransferReport report = run(from, to.again());

        assertThat(report.failures()).isEmpty();
        assertThat(report.sentBytes()).isLessThan(6 << 20);
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        assertThat(to.unfinished()).isZero();
    }

    /// Stops a copy of the big file when a part or two have arrived.
    private MemoryPlace interrupted(Place from) throws IOException {
        MemoryPlace to = MemoryPlace.create();
        assertThatThrownBy(() -> run(from, new DyingPlace(to, 9))).isInstanceOf(DyingPlace.Dead.class);
        assertThat(to.unfinished()).isPositive();
        return to;
    }

    @Test
    void copy_ofASourceThatChangedSince_beginsAnewAndMixesNothing() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = interrupted(from);
        byte[] other = Data.NOISE.bytes(new Random(77), BIG);
        Trees.put(from, "in/big.mov", other, Trees.NOON.plusSeconds(5), Meta.NONE);

        TransferReport report = run(from, to.again());

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(other);
        assertThat(to.unfinished()).isZero();
    }

    @Test
    void copy_withADamagedJournal_beginsAnewAndSaysSo() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = interrupted(from);
        Path journal = left().getFirst();
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 4;
        Files.write(journal, bytes);

        TransferReport report = run(from, to.again());

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        assertThat(heard.notes).anyMatch(note -> note.contains("is damaged"));
    }

    @Test
    void copy_withAJournalCutAnywhere_arrivesWhole() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        Random random = new Random(3);
        for (int i = 0; i < 4; i++) {
            MemoryPlace to = interrupted(from);
            Path journal = left().getFirst();
            byte[] bytes = Files.readAllBytes(journal);
            Files.write(journal, Arrays.copyOf(bytes, random.nextInt(bytes.length)));

            assertThat(run(from, to.again()).failures()).isEmpty();
            assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        }
    }

    @Test
    void copy_whoseUnfinishedFileLostBytes_sendsThoseAgain() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = interrupted(from);
        // What a power cut can leave: the journal's words, and zeros where the bytes were.
        Place forgetful = new ForgetfulPlace(to.again());

        TransferReport report = run(from, forgetful);

        assertThat(report.failures()).isEmpty();
        assertThat(Trees.get(to, "out/big.mov")).isEqualTo(Trees.get(from, "in/big.mov"));
        assertThat(report.sentBytes()).isGreaterThan(BIG - (1 << 20));
    }

    @Test
    void copy_toTheDestinationOfARunningOne_isRefused() throws Exception {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = MemoryPlace.create();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TransferEvents waiting = new TransferEvents() {
            @Override
            public void started(String path, long bytes, long done) {
                running.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                Transfer.run(job(from, to), memory, waiting);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        running.await();
        try {
            assertThatThrownBy(() -> run(from, to))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("another transfer");
        } finally {
            goOn.countDown();
            first.join();
        }
        assertThat(run(from, to).same()).isEqualTo(2);
    }

    @Test
    void copyOfAlways_goesOnBehindTheFilesThatArrived() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        for (int i = 0; i < 30; i++) {
            Trees.put(from, "in/f" + i, Data.NOISE.bytes(new Random(i), 1000));
        }
        MemoryPlace to = MemoryPlace.create();
        TransferOptions options = TransferOptions.DEFAULT
                .withJournals(journals)
                .with(Comparison.by(Comparison.Rule.ALWAYS))
                .with(new Effort(1, 1, false));
        TransferJob dying = new TransferJob(
                Mode.COPY, new Endpoint(from, "in"), new Endpoint(new DyingPlace(to, 60), "out"), options);
        assertThatThrownBy(() -> Transfer.run(dying, memory, heard)).isInstanceOf(DyingPlace.Dead.class);

        TransferJob again =
                new TransferJob(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to.again(), "out"), options);
        TransferReport report = Transfer.run(again, memory, heard);

        assertThat(report.same()).isGreaterThan(10);
        assertThat(report.files() + report.same()).isEqualTo(30);
        assertThat(Trees.below(to, "out")).isEqualTo(Trees.below(from, "in"));
    }

    @Test
    void journals_holdNoSecretAndNothingIsLeftAfterSuccess() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        sources(from);
        MemoryPlace to = MemoryPlace.create();

        run(from, to);

        assertThat(left()).isEmpty();
        Entry arrived = to.stat("out/big.mov");
        assertThat(arrived.size()).isEqualTo(BIG);
    }
}
