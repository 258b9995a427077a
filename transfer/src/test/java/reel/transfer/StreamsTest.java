package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.MemoryPlace;
import reel.backend.place.Place;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;

/// How many streams a copy begins with, and who may take what.
final class StreamsTest {
    private static final Duration FAR = Duration.ofMillis(100);

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    private LocalPlace from;

    @BeforeEach
    void opens() throws IOException {
        from = LocalPlace.open(folder, memory);
    }

    @AfterEach
    void noLeaseIsLeft() throws IOException {
        from.close();
        memory.close();
    }

    private void copyTo(Place to) throws IOException {
        Transfer.run(
                new TransferJob(Mode.COPY, new Endpoint(from, "in"), new Endpoint(to, "out"), TransferOptions.DEFAULT),
                memory,
                heard);
    }

    /// A minute is for ever: what is waited for should come at once, and the assertions say what did not.
    private static void await(BooleanSupplier done) {
        long patience = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < patience) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// A far place whose files wait until many streams work.
    private Place waitsForMany(Duration wait, @Nullable Duration told) {
        return new FarPlace(MemoryPlace.create(), 16, 16, wait, told) {
            @Override
            public Writing create(WriteRequest request) throws IOException {
                await(() -> heard.streams.contains(16));
                return super.create(request);
            }
        };
    }

    /// A destination that is not there yet says how far away it is by saying that; its file waits until that was heard.
    @Test
    void farDestination_withoutAnythingThere_beginsWithManyStreams() throws IOException {
        Files.write(folder.resolve("in"), new byte[5 << 20]);

        copyTo(waitsForMany(FAR, null));

        assertThat(heard.streams).startsWith(4, 16);
    }

    @Test
    void farDestination_whoseConnectionsKnowTheDistance_beginsWithManyStreams() throws IOException {
        Files.write(folder.resolve("in"), new byte[5 << 20]);

        copyTo(waitsForMany(Duration.ZERO, FAR));

        assertThat(heard.streams).startsWith(4, 16);
    }

    /// Small files are waited for more than moved: more streams than a near place begins with take them at once.
    @Test
    void smallFiles_areTakenByAsManyStreamsAsThePlaceIsWorth() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        for (int i = 0; i < 400; i++) {
            Files.write(folder.resolve("in/small" + i), new byte[10]);
        }
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> tellingsThen = new CopyOnWriteArrayList<>();

        copyTo(new FarPlace(MemoryPlace.create(), 2, 8, Duration.ZERO, null) {
            @Override
            public Writing create(WriteRequest request) throws IOException {
                if (most.accumulateAndGet(now.incrementAndGet(), Math::max) == 8) {
                    tellingsThen.add(heard.streams.size());
                }
                await(() -> most.get() == 8);
                now.decrementAndGet();
                return super.create(request);
            }
        });

        assertThat(most).hasValue(8);
        assertThat(heard.streams).startsWith(4);
        assertThat(tellingsThen).as("before any more streams were wished for").startsWith(1);
        assertThat(heard.failed).isEmpty();
    }
}
