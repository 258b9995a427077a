package reel.stream.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reel.stream.Exhausted;

class MemoryBudgetTest {
    private static final int KIB = 1024;

    @Test
    void lease_anySize_isAlignedAndExactlyAsLong() throws Exception {
        try (MemoryBudget budget = MemoryBudget.tracked(1 << 20)) {
            for (int bytes : new int[] {0, 1, 63, 4096, 4097, 100_000, 1 << 20}) {
                try (Lease lease = budget.lease(bytes)) {
                    assertThat(lease.segment().byteSize()).isEqualTo(bytes);
                    assertThat(lease.bytes()).isEqualTo(bytes);
                    assertThat(lease.segment().address() % 64).isZero();
                    assertThat(lease.segment().isNative()).isTrue();
                    assertThat(budget.usedBytes()).isGreaterThanOrEqualTo(bytes);
                }
            }
            assertThat(budget.usedBytes()).isZero();
            assertThat(budget.peakBytes()).isEqualTo(1 << 20);
        }
    }

    @Test
    void lease_ofMoreThanTheLimit_isExhausted() {
        try (MemoryBudget budget = MemoryBudget.tracked(1000)) {
            assertThatThrownBy(() -> budget.lease(1001))
                    .isInstanceOf(Exhausted.class)
                    .hasMessage("buffer memory: 1001 bytes are needed at once, more than the limit of 1000");
            assertThatThrownBy(() -> budget.tryLease(1001)).isInstanceOf(Exhausted.class);
            assertThatThrownBy(() -> budget.lease(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void lease_whoseRoundedSizeExceedsTheLimit_takesTheExactSize() throws Exception {
        try (MemoryBudget budget = MemoryBudget.of(300 * KIB);
                Lease lease = budget.lease(260 * KIB)) {
            assertThat(budget.usedBytes()).isEqualTo(260 * KIB);
            assertThat(lease.bytes()).isEqualTo(260 * KIB);
        }
    }

    @Test
    void tryLease_withoutRoom_isNull() throws Exception {
        try (MemoryBudget budget = MemoryBudget.tracked(64 * KIB)) {
            Lease first = budget.lease(40 * KIB);
            assertThat(budget.tryLease(40 * KIB)).isNull();
            first.close();
            try (Lease second = Objects.requireNonNull(budget.tryLease(40 * KIB))) {
                assertThat(second.bytes()).isEqualTo(40 * KIB);
            }
        }
    }

    @Test
    void lease_afterOneOfTheSameSize_reusesItsMemory() throws Exception {
        try (MemoryBudget budget = MemoryBudget.of(1 << 20)) {
            Lease first = budget.lease(10_000);
            long address = first.segment().address();
            first.close();
            try (Lease second = budget.lease(12_000)) {
                assertThat(second.segment().address()).isEqualTo(address);
            }
            assertThat(budget.peakBytes()).isEqualTo(16 * KIB);
        }
    }

    @Test
    void lease_thatNeedsTheRoomOfIdleBuffers_freesThem() throws Exception {
        try (MemoryBudget budget = MemoryBudget.of(64 * KIB)) {
            Lease[] small = new Lease[8];
            for (int i = 0; i < small.length; i++) {
                small[i] = budget.lease(8 * KIB);
            }
            for (Lease lease : small) {
                lease.close();
            }
            assertThat(budget.usedBytes()).isZero();
            try (Lease whole = budget.lease(64 * KIB)) {
                assertThat(budget.usedBytes()).isEqualTo(whole.bytes());
            }
            assertThat(budget.peakBytes()).isEqualTo(64 * KIB);
        }
    }

    @Test
    void close_withAnOpenLease_namesWhoTookIt() throws Exception {
        MemoryBudget budget = MemoryBudget.tracked(64 * KIB);
        Lease forgotten = budget.lease(5000);
        assertThatThrownBy(budget::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 lease(s) of 8192 bytes never closed")
                .hasMessageContaining("MemoryBudgetTest.close_withAnOpenLease_namesWhoTookIt")
                .satisfies(leak -> assertThat(leak.getSuppressed()[0])
                        .hasMessage("leased 5000 bytes here")
                        .hasStackTraceContaining("MemoryBudgetTest.java"));
        forgotten.close();
        assertThat(budget.usedBytes()).isZero();
        budget.close();
    }

    @Test
    void close_untrackedWithAnOpenLease_saysHowToFindIt() throws Exception {
        MemoryBudget budget = MemoryBudget.of(64 * KIB);
        Lease forgotten = budget.lease(5000);
        assertThatThrownBy(budget::close).hasMessageContaining("-Dreel.leases=track");
        forgotten.close();
    }

    @Test
    void lease_closedTwice_isAnError() throws Exception {
        try (MemoryBudget budget = MemoryBudget.of(64 * KIB)) {
            Lease lease = budget.lease(5000);
            lease.close();
            assertThatThrownBy(lease::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("twice");
            assertThat(budget.usedBytes()).isZero();
        }
    }

    @Test
    void segment_afterClose_isAnError() throws Exception {
        try (MemoryBudget budget = MemoryBudget.tracked(64 * KIB)) {
            Lease lease = budget.lease(5000);
            var kept = lease.segment();
            lease.close();
            assertThatThrownBy(lease::segment).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0))
                    .as("a tracked budget takes the memory away")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lease_ofAClosedBudget_isAnError() throws Exception {
        MemoryBudget budget = MemoryBudget.of(64 * KIB);
        budget.close();
        assertThatThrownBy(() -> budget.lease(1)).hasMessageContaining("closed");
        assertThatThrownBy(() -> budget.tryLease(1)).hasMessageContaining("closed");
    }
}
