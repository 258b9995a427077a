package reel.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Work on the CPU pool ends before anybody is told that it has. A wait that never ends shows as the time-out.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CpuTaskTest {
    @Test
    void await_ofManyMoreTasksThanTheQueueTakes_givesEachItsResult() throws Exception {
        List<CpuTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            tasks.add(CpuPool.submit(() -> number * 3));
        }
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(tasks.get(i).await()).isEqualTo(i * 3);
        }
    }

    @Test
    void await_ofFailedWork_throwsTheFailureItself() {
        IOException disk = new IOException("disk");
        IllegalArgumentException mistake = new IllegalArgumentException("mistake");
        AssertionError broken = new AssertionError("broken");

        assertThatThrownBy(CpuPool.submit(() -> {
                    throw disk;
                })::await)
                .isSameAs(disk);
        assertThatThrownBy(CpuPool.submit(() -> {
                    throw mistake;
                })::await)
                .isSameAs(mistake);
        assertThatThrownBy(CpuPool.submit(() -> {
                    throw broken;
                })::await)
                .isSameAs(broken);
    }

    @Test
    void await_interrupted_returnsOnlyAfterTheWorkHasEnded() throws Exception {
        Stubborn work = new Stubborn();
        CpuTask<String> task = CpuPool.submit(work::run);
        // What has not begun is taken back, and never notices anything.
        work.begun.await();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean flag = new AtomicBoolean();
        CountDownLatch waiting = new CountDownLatch(1);
        try (Scope scope = Scope.open("await")) {
            Future<String> waiter = scope.fork(() -> {
                Thread.currentThread().interrupt();
                waiting.countDown();
                try {
                    return task.await();
                } catch (InterruptedIOException stopped) {
                    ended.set(work.ended);
                    flag.set(Thread.interrupted());
                    return "stopped";
                }
            });
            waiting.await();
            work.noticed.await();
            assertThat(waiter.isDone()).isFalse();
            work.mayEnd.countDown();
            scope.join();
            assertThat(waiter.resultNow()).isEqualTo("stopped");
        }
        assertThat(ended).isTrue();
        assertThat(flag).isTrue();
    }

    @Test
    void stop_twiceOfWhatNeverBegan_returns() {
        CpuTask<String> task = new CpuTask<>(() -> "never");
        task.stop();
        task.stop();
        assertThatThrownBy(task::await).isInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @Test
    void stop_interruptedWhileWaiting_stillWaitsAndKeepsTheInterruption() throws Exception {
        Stubborn work = new Stubborn();
        CpuTask<String> task = CpuPool.submit(work::run);
        work.begun.await();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean flag = new AtomicBoolean();
        Thread stopper = Thread.ofVirtual().start(() -> {
            task.stop();
            ended.set(work.ended);
            flag.set(Thread.interrupted());
        });
        work.noticed.await();
        stopper.interrupt();
        work.mayEnd.countDown();
        stopper.join();
        assertThat(ended).isTrue();
        assertThat(flag).isTrue();
    }

    @Test
    void stop_beforeTheWorkBegins_neverRunsIt() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CpuTask<Integer> task = new CpuTask<>(runs::incrementAndGet);
        task.stop();
        task.run();
        assertThat(runs).hasValue(0);
    }

    @Test
    void stop_afterTheEnd_leavesTheResult() throws Exception {
        CpuTask<String> task = CpuPool.submit(() -> "done");
        assertThat(task.await()).isEqualTo("done");
        task.stop();
        assertThat(task.await()).isEqualTo("done");
    }

    @Test
    void submit_afterAStoppedTask_runsUninterrupted() throws Exception {
        for (int round = 0; round < 200; round++) {
            Stubborn work = new Stubborn();
            work.mayEnd.countDown();
            CpuTask<String> task = CpuPool.submit(work::run);
            work.begun.await();
            task.stop();
            List<CpuTask<Boolean>> next = new ArrayList<>();
            for (int i = 0; i < CpuPool.threads(); i++) {
                next.add(CpuPool.submit(() -> Thread.currentThread().isInterrupted()));
            }
            for (CpuTask<Boolean> after : next) {
                assertThat(after.await()).isFalse();
            }
        }
    }

    /// Work that notices an interruption but ends only when it may, as one does that is inside a native call.
    private static final class Stubborn {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch noticed = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        volatile boolean ended;

        String run() {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException asked) {
                noticed.countDown();
            }
            boolean waiting = true;
            while (waiting) {
                try {
                    mayEnd.await();
                    waiting = false;
                } catch (InterruptedException again) {
                    // It does not care.
                }
            }
            ended = true;
            return "ended";
        }
    }
}
