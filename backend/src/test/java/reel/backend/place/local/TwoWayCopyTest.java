package reel.backend.place.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

final class TwoWayCopyTest {
    private static final int BLOCK = 64 << 10;
    private static final int PIECE = 4 * BLOCK;

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);

    @TempDir
    Path folder = Path.of("unset");

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path source(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("source"), bytes);
    }

    private FileChannel target() throws IOException {
        return FileChannel.open(
                folder.resolve("copy"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// Both ways are tried on the first four pieces.
    @ParameterizedTest
    @CsvSource({"0", "1", "262144", "1048576", "1048577", "5000000"})
    void stretches_ofAnyLength_areCopied(int size) throws IOException {
        byte[] bytes = noise(size);
        AtomicLong copied = new AtomicLong();
        try (FileChannel in = FileChannel.open(source(bytes));
                FileChannel out = target()) {
            TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
            ways.run(in, out, 0, size / 3, copied::addAndGet);
            ways.run(in, out, size / 3, size, copied::addAndGet);
        }

        assertThat(folder.resolve("copy")).hasBinaryContent(bytes);
        assertThat(copied).hasValue(size);
    }

    @Test
    void threads_copyEveryBlock() throws IOException {
        byte[] bytes = noise(5_000_001);
        AtomicLong copied = new AtomicLong();
        try (FileChannel in = FileChannel.open(source(bytes));
                FileChannel out = target()) {
            assertThat(new TwoWayCopy(memory, PIECE, BLOCK).hands(in, out, 0, bytes.length, copied::addAndGet))
                    .isTrue();
        }

        assertThat(folder.resolve("copy")).hasBinaryContent(bytes);
        assertThat(copied).hasValue(bytes.length);
    }

    @Test
    void threads_withoutMemory_leaveItToTheKernel() throws IOException {
        byte[] bytes = noise(1_000_001);
        try (FileChannel in = FileChannel.open(source(bytes));
                FileChannel out = target()) {
            TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
            try (Lease all = memory.tryLease(memory.limitBytes())) {
                assertThat(all).isNotNull();
                assertThat(ways.hands(in, out, 0, 600_000, some -> {})).isFalse();
            }
            TwoWayCopy large = new TwoWayCopy(memory, 16 << 20, 8 << 20);
            assertThat(large.hands(in, out, 600_000, bytes.length, some -> {})).isFalse();
        }

        assertThat(folder.resolve("copy")).hasBinaryContent(bytes);
    }

    @Test
    void fasterWay_hasAllButOneOfSixteenPieces_alsoWhenTheOtherBecomesIt() {
        TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
        assertThat(kernelsTurns(ways, 4, 50_000_000, 10_000_000)).isEqualTo(2);
        assertThat(kernelsTurns(ways, 160, 50_000_000, 10_000_000)).isEqualTo(10);
        kernelsTurns(ways, 160, 1_000_000, 10_000_000);
        assertThat(kernelsTurns(ways, 160, 1_000_000, 10_000_000)).isEqualTo(150);
    }

    private static int kernelsTurns(TwoWayCopy ways, int pieces, long kernelNanos, long handsNanos) {
        int turns = 0;
        for (int i = 0; i < pieces; i++) {
            boolean kernel = ways.isKernelsTurn();
            turns += kernel ? 1 : 0;
            ways.learn(kernel, kernel ? kernelNanos : handsNanos);
        }
        return turns;
    }

    /// Whatever the threads take: blocks that are shared cost no room.
    @Test
    void kernel_thatIsFasterThanMemory_doesItAll() {
        TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
        assertThat(kernelsTurns(ways, 100, PIECE / 9, 1)).isEqualTo(100);
    }

    @Test
    void source_thatIsShorter_isTheEndOfIt() throws IOException {
        try (FileChannel in = FileChannel.open(source(noise(3_000_000)));
                FileChannel out = target()) {
            TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
            assertThatThrownBy(() -> ways.hands(in, out, 0, 3_000_001, some -> {}))
                    .isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> ways.run(in, out, 0, 3_000_001, some -> {}))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void caller_aloneIsTold_andMayHoldItUp() throws IOException {
        Thread caller = Thread.currentThread();
        AtomicLong copied = new AtomicLong();
        try (FileChannel in = FileChannel.open(source(noise(3_000_000)));
                FileChannel out = target()) {
            new TwoWayCopy(memory, PIECE, BLOCK).hands(in, out, 0, 3_000_000, bytes -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                sleep();
                copied.addAndGet(bytes);
            });
        }
        assertThat(copied).hasValue(3_000_000);
    }

    @Test
    void failure_ofWhoIsTold_endsBothThreads() throws IOException {
        try (FileChannel in = FileChannel.open(source(noise(3_000_000)));
                FileChannel out = target()) {
            assertThatThrownBy(() -> new TwoWayCopy(memory, PIECE, BLOCK).hands(in, out, 0, 3_000_000, bytes -> {
                        throw new UncheckedIOException(new IOException("no more"));
                    }))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(memory.usedBytes()).isZero();
    }

    /// The caller, held up at its first block, learns at its second that there is none.
    @Test
    void failure_ofTheSecondThread_isTold() throws IOException {
        try (FileChannel in = FileChannel.open(source(noise(2 * BLOCK)));
                FileChannel out = target()) {
            assertThatThrownBy(
                            () -> new TwoWayCopy(memory, PIECE, BLOCK).hands(in, out, 0, 8 * BLOCK, bytes -> sleep()))
                    .isInstanceOf(EOFException.class);
        }
        assertThat(memory.usedBytes()).isZero();
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Many times, since the second thread may have copied all before the first sees it.
    @Test
    void interrupt_endsBothThreads() throws IOException {
        try (FileChannel in = FileChannel.open(source(noise(3_000_000)));
                FileChannel out = target()) {
            Thread caller = Thread.currentThread();
            TwoWayCopy ways = new TwoWayCopy(memory, PIECE, BLOCK);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            ways.hands(in, out, 0, 3_000_000, bytes -> caller.interrupt());
                        }
                    })
                    .isInstanceOfAny(ClosedByInterruptException.class, InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(memory.usedBytes()).isZero();
    }
}
