package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.place.local.LocalPlace;
import reel.stream.Exhausted;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// What the kernel copies between two disks, stopped in the middle of a file.
@Seeded
final class DiskResumeTest {
    private static final int BIG = (48 << 20) + 4321;

    private final Path folder;
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    DiskResumeTest(@TempDir(factory = RamFolder.class) Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void source(RandomGenerator random) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.write(folder.resolve("in/big.mov"), Data.NOISE.bytes(random, BIG));
        Files.writeString(folder.resolve("in/small.txt"), "small");
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(TransferOptions options, TransferEvents events) throws IOException {
        return run(Mode.COPY, "in", options, events);
    }

    private TransferReport run(Mode mode, String source, TransferOptions options, TransferEvents events)
            throws IOException {
        try (LocalPlace from = LocalPlace.open(folder.resolve(source), memory);
                LocalPlace to = LocalPlace.open(folder.resolve("out"), memory)) {
            TransferJob job = new TransferJob(
                    mode,
                    new Endpoint(from, ""),
                    new Endpoint(to, ""),
                    options.withJournals(folder.resolve("journals")));
            return Transfer.run(job, memory, events);
        }
    }

    /// Interrupts whoever runs the transfer when the first bytes of the large file have arrived, and holds them
    /// up until that has come through.
    private void interrupted() {
        Thread runner = Thread.currentThread();
        TransferEvents stopping = new TransferEvents() {
            @Override
            public void moved(String path, long bytes) {
                if (path.equals("big.mov") && bytes > 0) {
                    runner.interrupt();
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park();
                    }
                }
            }
        };
        assertThatThrownBy(() -> run(TransferOptions.DEFAULT, stopping)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".reel-part-"))
                    .toList();
        }
    }

    private void arrivesWhole() throws IOException {
        assertThat(folder.resolve("out/big.mov")).hasSameBinaryContentAs(folder.resolve("in/big.mov"));
        assertThat(folder.resolve("out/small.txt")).hasContent("small");
        assertThat(unfinished()).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("journals"))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".journal"));
        }
    }

    @Test
    void copy_interrupted_showsNothingHalf_andGoesOnBehindWhatArrived() throws IOException {
        interrupted();
        assertThat(folder.resolve("out/big.mov")).doesNotExist();
        assertThat(unfinished()).hasSize(1);
        long arrived = Files.size(unfinished().getFirst());
        assertThat(arrived).isBetween(1L, BIG - 1L);

        TransferReport report = run(TransferOptions.DEFAULT, heard);

        assertThat(report.failures()).isEmpty();
        assertThat(report.sentBytes()).isLessThanOrEqualTo(BIG - arrived + (1 << 20) + 5);
        arrivesWhole();
    }

    @Test
    void copy_whoseUnfinishedFileIsDamaged_goesOnFromThere() throws IOException {
        interrupted();
        long damaged = 5 << 20;
        try (RandomAccessFile file =
                new RandomAccessFile(unfinished().getFirst().toFile(), "rw")) {
            file.seek(damaged);
            int was = file.read();
            file.seek(damaged);
            file.write(was ^ 1);
        }

        TransferReport report = run(TransferOptions.DEFAULT, heard);

        assertThat(report.sentBytes()).isBetween(BIG - damaged, BIG - damaged + (1 << 20) + 5);
        arrivesWhole();
    }

    @Test
    void copy_whoseSourceChangedSince_beginsAnew(RandomGenerator random) throws IOException {
        interrupted();
        Files.write(folder.resolve("in/big.mov"), Data.NOISE.bytes(random, BIG + 1));

        TransferReport report = run(TransferOptions.DEFAULT, heard);

        assertThat(report.sentBytes()).isGreaterThan(BIG);
        arrivesWhole();
    }

    @Test
    void copy_whoseUnfinishedFileIsGone_beginsAnew() throws IOException {
        interrupted();
        Files.delete(unfinished().getFirst());

        run(TransferOptions.DEFAULT, heard);

        arrivesWhole();
    }

    @Test
    void copy_whoseJournalCannotBeKept_arrivesNevertheless_andSaysSo() throws IOException {
        Files.writeString(folder.resolve("journals"), "a file where the folder would be");

        TransferReport report = run(TransferOptions.DEFAULT, heard);

        assertThat(report.failures()).isEmpty();
        assertThat(folder.resolve("out/big.mov")).hasSameBinaryContentAs(folder.resolve("in/big.mov"));
        assertThat(heard.notes).anyMatch(note -> note.startsWith("nothing can be noted in "));
    }

    @Test
    void copy_toADiskThatIsFull_leavesNothingOfIt() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/big.mov", new byte[40 << 20]);
        MemoryPlace to = MemoryPlace.create();
        TransferJob job = new TransferJob(
                Mode.COPY,
                new Endpoint(from, "in"),
                new Endpoint(new LyingPlace(to, 20 << 20, false), "out"),
                TransferOptions.DEFAULT.withJournals(folder.resolve("journals")));

        TransferReport report = Transfer.run(job, memory, heard);

        assertThat(report.failures().getFirst().why()).isInstanceOf(Exhausted.class);
        assertThat(to.unfinished()).isZero();
    }

    @Test
    void copy_interruptedAndThenVerified_isVerified() throws IOException {
        interrupted();

        TransferReport report = run(TransferOptions.DEFAULT.with(new Keeping(true, null, false, true)), heard);

        assertThat(report.failures()).isEmpty();
        arrivesWhole();
    }

    /// Whatever is done with the same two sides, it goes on with what lies there, or takes it away.
    @Test
    void copy_interrupted_leavesNothingForGood_whenAnotherCommandFollows(RandomGenerator random) throws IOException {
        for (Mode mode : List.of(Mode.SYNC, Mode.MOVE)) {
            interrupted();
            assertThat(unfinished()).hasSize(1);
            Files.write(folder.resolve("in/big.mov"), Data.NOISE.bytes(random, BIG / 2));

            run(mode, "in", TransferOptions.DEFAULT, heard);

            assertThat(unfinished()).isEmpty();
            assertThat(folder.resolve("out/big.mov")).hasSize(BIG / 2);
            source(random);
            Files.delete(folder.resolve("out/big.mov"));
        }
    }

    /// It may go on; only who wants nothing there but what the source has takes it away.
    @Test
    void copy_interrupted_isToldToATransferFromElsewhere_andDiscardedByASync() throws IOException {
        interrupted();
        Files.createDirectories(folder.resolve("else"));
        Files.writeString(folder.resolve("else/other.txt"), "other");

        run(Mode.COPY, "else", TransferOptions.DEFAULT, heard);

        assertThat(heard.notes).anyMatch(note -> note.contains("was stopped") && note.contains("/in"));
        assertThat(unfinished()).hasSize(1);

        run(Mode.SYNC, "else", TransferOptions.DEFAULT, heard);

        assertThat(unfinished()).isEmpty();
        assertThat(folder.resolve("out/other.txt")).hasContent("other");
        try (Stream<Path> left = Files.list(folder.resolve("journals"))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".journal"));
        }
    }

    /// A place that copies by itself, and is killed in the middle: what it leaves is in the journal alone.
    private final class Killed extends OtherPlace {
        Killed(Place inner) {
            super(inner);
        }

        @Override
        public PlaceTraits traits() {
            return traits(1, null, (from, to, begun) -> {
                try (Writing writing = create(WriteRequest.replacing(to, from.size(), from.size()))) {
                    begun.begun(Objects.requireNonNull(writing.token()));
                    writing.suspend();
                }
                keepJournals();
                throw new Refused(to, "is not copied any further");
            });
        }
    }

    private void keepJournals() throws IOException {
        for (Path journal : journals()) {
            Files.copy(journal, journal.resolveSibling(journal.getFileName() + ".kept"));
        }
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journals"))) {
            return files.toList();
        }
    }

    private void copyWithin(Place place) throws IOException {
        TransferOptions options = TransferOptions.DEFAULT.withJournals(folder.resolve("journals"));
        Transfer.run(
                new TransferJob(Mode.COPY, new Endpoint(place, "in/small.txt"), new Endpoint(place, "out/a"), options),
                memory,
                heard);
    }

    @Test
    void copy_withinOnePlace_killed_isDiscardedByTheNext() throws IOException {
        try (LocalPlace disk = LocalPlace.open(folder, memory)) {
            copyWithin(new Killed(disk));
            assertThat(unfinished()).hasSize(1);
            for (Path kept : journals()) {
                if (kept.toString().endsWith(".kept")) {
                    String name = kept.toString();
                    Files.move(
                            kept,
                            Path.of(name.substring(0, name.length() - ".kept".length())),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            copyWithin(disk);
        }
        assertThat(unfinished()).isEmpty();
        assertThat(folder.resolve("out/a")).hasContent("small");
    }
}
