package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.stream.box.Secret;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Data;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

/// Many streams, large files, little memory, and places on both sides that wait for memory themselves: it must
/// always be enough for somebody to go on.
final class BudgetTest {
    private static final int FILES = 12;

    private final MemoryBudget memory = MemoryBudget.tracked(16 << 20);

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    static Stream<Arguments> cases() {
        return Stream.of(MemoryShape.DISK, MemoryShape.BUCKET)
                .flatMap(shape -> Stream.of(4, 32, Effort.MOST_TRANSFERS)
                        .flatMap(streams ->
                                Stream.of(false, true).map(encrypted -> Arguments.of(shape, streams, encrypted))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void copy_withMoreStreamsThanMemory_ends(MemoryShape shape, int streams, boolean encrypted) throws IOException {
        MemoryPlace from = MemoryPlace.create();
        for (int i = 0; i < FILES; i++) {
            Trees.put(from, "in/f" + i, Data.TEXT.bytes(new Random(i), (5 << 20) + i));
        }
        MemoryPlace to = MemoryPlace.create(shape);
        TransferOptions options = TransferOptions.DEFAULT.with(new Effort(streams, 2, false));
        if (encrypted) {
            options = options.with(new Transform.Pack(3, Secret.of("open sesame".toCharArray())));
        }

        TransferReport report = Transfer.run(
                new TransferJob(
                        Mode.COPY,
                        new Endpoint(new LeasingPlace(from, memory), "in"),
                        new Endpoint(new LeasingPlace(to, memory), "out"),
                        options),
                memory,
                new Heard());

        assertThat(report.failures()).isEmpty();
        assertThat(report.files()).isEqualTo(FILES);
        assertThat(memory.peakBytes()).isLessThanOrEqualTo(memory.limitBytes());
    }
}
