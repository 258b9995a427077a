package reel.stream.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Scope;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Many threads on one budget. A lost wake-up shows as the time-out.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Seeded
class MemoryBudgetThreadsTest {
    private static final int LIMIT = 256 * 1024;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lease_byManyThreads_neverExceedsTheLimitAndNeverSharesMemory(boolean tracked, Seed seed) throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        MemoryBudget budget = tracked ? MemoryBudget.tracked(LIMIT) : MemoryBudget.of(LIMIT);
        try (Scope scope = Scope.open("leases")) {
            for (int i = 0; i < 24; i++) {
                int thread = i;
                scope.fork(() -> {
                    RandomGenerator random = seed.part(thread).random();
                    for (int round = 0; round < 150; round++) {
                        int bytes = random.nextInt(10) == 0 ? LIMIT : 1 + random.nextInt(40_000);
                        Lease lease = round % 3 == 0 ? budget.tryLease(bytes) : budget.lease(bytes);
                        if (lease != null) {
                            most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                            use(lease, (byte) thread);
                            held.addAndGet(-bytes);
                            lease.close();
                        }
                    }
                    return null;
                });
            }
            scope.join();
        }
        assertThat(most.get()).isBetween(1L, (long) LIMIT);
        assertThat(budget.peakBytes()).isLessThanOrEqualTo(LIMIT);
        assertThat(budget.usedBytes()).isZero();
        budget.close();
    }

    private static void use(Lease lease, byte mark) {
        MemorySegment segment = lease.segment();
        segment.fill(mark);
        Thread.yield();
        for (long at = 0; at < segment.byteSize(); at += 509) {
            assertThat(segment.get(ValueLayout.JAVA_BYTE, at)).isEqualTo(mark);
        }
    }

    @Test
    void lease_large_isServedBeforeSmallerOnesThatCameLater() throws Exception {
        try (MemoryBudget budget = MemoryBudget.tracked(LIMIT)) {
            Lease first = budget.lease(LIMIT / 2);
            List<String> order = new ArrayList<>();
            CompletableFuture<Void> large = new CompletableFuture<>();
            Thread waitsForAll = waiter(budget, LIMIT, "large", order, large);
            CompletableFuture<Void> small = new CompletableFuture<>();
            Thread waitsForLittle = waiter(budget, 4096, "small", order, small);
            assertThat(budget.tryLease(4096)).as("tryLease overtakes nobody").isNull();
            first.close();
            large.get(30, TimeUnit.SECONDS);
            small.get(30, TimeUnit.SECONDS);
            waitsForAll.join();
            waitsForLittle.join();
            assertThat(order).containsExactly("large", "small");
        }
    }

    @Test
    void lease_interruptedWhileWaiting_failsAndLetsTheNextThrough() throws Exception {
        try (MemoryBudget budget = MemoryBudget.tracked(LIMIT)) {
            Lease first = budget.lease(LIMIT / 2);
            List<String> order = new ArrayList<>();
            CompletableFuture<Void> large = new CompletableFuture<>();
            Thread waitsForAll = waiter(budget, LIMIT, "large", order, large);
            CompletableFuture<Void> small = new CompletableFuture<>();
            Thread waitsForLittle = waiter(budget, 4096, "small", order, small);
            waitsForAll.interrupt();
            assertThat(large)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(InterruptedIOException.class);
            small.get(30, TimeUnit.SECONDS);
            waitsForAll.join();
            waitsForLittle.join();
            first.close();
            assertThat(budget.usedBytes()).isZero();
            assertThat(order).containsExactly("small");
        }
    }

    @Test
    void close_whileSomebodyWaits_failsTheirLease() throws Exception {
        MemoryBudget budget = MemoryBudget.of(LIMIT);
        Lease first = budget.lease(LIMIT);
        CompletableFuture<Void> late = new CompletableFuture<>();
        Thread waits = waiter(budget, 4096, "late", new ArrayList<>(), late);
        assertThat(CompletableFuture.runAsync(budget::close)).failsWithin(30, TimeUnit.SECONDS);
        assertThat(late).failsWithin(30, TimeUnit.SECONDS).withThrowableThat().withMessageContaining("closed");
        waits.join();
        first.close();
    }

    /// A thread that waits for a lease by the time this returns.
    private static Thread waiter(
            MemoryBudget budget, long bytes, String name, List<String> order, CompletableFuture<Void> done) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Lease lease = budget.lease(bytes)) {
                synchronized (order) {
                    order.add(name);
                }
                done.complete(null);
                lease.segment();
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
