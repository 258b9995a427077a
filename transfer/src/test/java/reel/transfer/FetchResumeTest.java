package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// A file of an object store on its way to a disk, where nobody wants a BLAKE3 and sums have to do.
final class FetchResumeTest {
    private static final int BIG = (9 << 20) + 4321;

    private final Path folder;
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();
    private final MemoryPlace from = MemoryPlace.create(MemoryShape.BUCKET);
    private final byte[] bytes = Data.NOISE.bytes(new Random(3), BIG);

    FetchResumeTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        Trees.put(from, "in/big.mov", bytes);
    }

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Place to, boolean verify) throws IOException {
        return run(from, to, verify);
    }

    private TransferReport run(Place source, Place to, boolean verify) throws IOException {
        TransferOptions options = TransferOptions.DEFAULT
                .withJournals(folder.resolve("journals"))
                .with(new Effort(1, 1, false))
                .with(new Keeping(true, null, false, verify));
        TransferJob job = new TransferJob(Mode.COPY, new Endpoint(source, "in"), new Endpoint(to, ""), options);
        return Transfer.run(job, memory, heard);
    }

    private LocalPlace disk() throws IOException {
        return LocalPlace.open(folder.resolve("out"), memory);
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".reel-part-"))
                    .toList();
        }
    }

    /// Dies in the middle of the file. @return the unfinished file
    private Path died() throws IOException {
        return died(from);
    }

    private Path died(Place source) throws IOException {
        try (LocalPlace place = disk()) {
            DyingPlace dying = new DyingPlace(place, 9);
            assertThatThrownBy(() -> run(source, dying, false)).isInstanceOf(DyingPlace.Dead.class);
            assertThat(dying.writtenBytes.get()).isBetween(4L << 20, 9L << 20);
        }
        assertThat(unfinished()).hasSize(1);
        return unfinished().getFirst();
    }

    @Test
    void fetch_thatDied_goesOnBehindWhatArrived() throws IOException {
        Path part = died();
        long begun = Files.size(part);
        try (LocalPlace place = disk()) {
            TransferReport report = run(place, false);

            assertThat(report.failures()).isEmpty();
            assertThat(report.sentBytes()).isLessThan(BIG - (2 << 20));
        }
        assertThat(begun).isPositive();
        assertThat(folder.resolve("out/big.mov")).hasBinaryContent(bytes);
        assertThat(unfinished()).isEmpty();
    }

    /// What a power cut leaves: room without its bytes, in one piece that the journal speaks of.
    @Test
    void fetch_whoseUnfinishedFileWasDamaged_sendsThatPieceAgain() throws IOException {
        Path part = died();
        // Parts are done from one end or the other: the damage hits a stretch that was written.
        byte[] arrived = Files.readAllBytes(part);
        int at = 0;
        while (arrived[at] != bytes[at] || arrived[at + 1] != bytes[at + 1] || arrived[at + 4096] != bytes[at + 4096]) {
            at += 1 << 20;
        }
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8192), at + 4096L);
        }
        try (LocalPlace place = disk()) {
            TransferReport report = run(place, false);

            assertThat(report.failures()).isEmpty();
        }
        assertThat(folder.resolve("out/big.mov")).hasBinaryContent(bytes);
    }

    @Test
    void fetch_thatGoesOnAndIsToBeVerified_isReadBack() throws IOException {
        died();
        try (LocalPlace place = disk()) {
            TransferReport report = run(place, true);

            assertThat(report.failures()).isEmpty();
            assertThat(report.sentBytes()).isLessThan(BIG - (2 << 20));
        }
        assertThat(folder.resolve("out/big.mov")).hasBinaryContent(bytes);
    }

    @Test
    void fileWhoseVersionsCannotBeTold_isReadInOneGo_andBeginsAnewAfterAStop() throws IOException {
        MemoryPlace server = MemoryPlace.create();
        Trees.put(server, "in/big.mov", bytes);
        died(new TimelessPlace(server));
        byte[] other = Data.NOISE.bytes(new Random(4), BIG);
        Trees.put(server, "in/big.mov", other);
        TimelessPlace source = new TimelessPlace(server);
        try (LocalPlace place = disk()) {
            TransferReport report = run(source, place, false);

            assertThat(report.failures()).isEmpty();
            assertThat(report.sentBytes()).isEqualTo(BIG);
        }
        assertThat(source.reads).hasValue(1);
        assertThat(folder.resolve("out/big.mov")).hasBinaryContent(other);
        assertThat(unfinished()).isEmpty();
    }
}
