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

/// Nothing that was forked outlives its scope. A wait that never ends shows as the time-out.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScopeTest {
    @Test
    void join_ofManyTasks_givesEachItsResult() throws Exception {
        List<Future<Integer>> results = new ArrayList<>();
        try (Scope scope = Scope.open("many")) {
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                results.add(scope.fork(() -> number + 1));
            }
            scope.join();
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).resultNow()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void join_ofNothing_returns() throws Exception {
        try (Scope scope = Scope.open("none")) {
            scope.join();
        }
    }

    @Test
    void join_withOneFailure_interruptsTheRestAndThrowsTheFailure() throws Exception {
        IOException disk = new IOException("disk");
        int others = 20;
        CountDownLatch begun = new CountDownLatch(others);
        AtomicInteger interrupted = new AtomicInteger();
        try (Scope scope = Scope.open("failing")) {
            for (int i = 0; i < others; i++) {
                Future<?> unused = scope.fork(() -> {
                    waitForever(begun, interrupted);
                    return null;
                });
            }
            begun.await();
            Future<?> failing = scope.fork(() -> {
                throw disk;
            });
            assertThatThrownBy(scope::join).isSameAs(disk);
            assertThat(failing.isDone()).isTrue();
        }
        assertThat(interrupted).hasValue(others);
    }

    @Test
    void join_afterAFailureAndItsConsequences_throwsTheFirst() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        RuntimeException first = new IllegalStateException("first");
        try (Scope scope = Scope.open("consequence")) {
            Future<?> waiting = scope.fork(() -> {
                try {
                    waitForever(begun, new AtomicInteger());
                } finally {
                    throw new IOException("a consequence");
                }
            });
            begun.await();
            Future<?> failing = scope.fork(() -> {
                throw first;
            });
            assertThatThrownBy(scope::join).isSameAs(first);
            assertThat(waiting.isDone() && failing.isDone()).isTrue();
        }
    }

    @Test
    void fork_afterAFailure_isCancelled() throws Exception {
        try (Scope scope = Scope.open("late")) {
            Future<?> failing = scope.fork(() -> {
                throw new IOException("disk");
            });
            assertThatThrownBy(scope::join).hasMessage("disk");
            Future<?> late = scope.fork(() -> {
                new CountDownLatch(1).await();
                return null;
            });
            assertThat(failing.isDone() && late.isDone()).isTrue();
        }
    }

    @Test
    void join_interrupted_interruptsTheTasksAndKeepsTheInterruption() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicBoolean flag = new AtomicBoolean();
        AtomicBoolean told = new AtomicBoolean();
        Thread opener = Thread.ofVirtual().start(() -> {
            try (Scope scope = Scope.open("interrupted")) {
                Future<?> unused = scope.fork(() -> {
                    waitForever(begun, interrupted);
                    return null;
                });
                scope.join();
            } catch (InterruptedIOException stopped) {
                told.set(true);
            } catch (IOException other) {
                throw new AssertionError(other);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        begun.await();
        opener.interrupt();
        opener.join();
        assertThat(told).isTrue();
        assertThat(flag).isTrue();
        assertThat(interrupted).hasValue(1);
    }

    @Test
    void close_whileATaskCleansUp_waitsForItsEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cleaning = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedBeforeClose = new AtomicBoolean();
        Thread opener = Thread.ofVirtual().start(() -> {
            try (Scope scope = Scope.open("closing")) {
                Future<?> unused = scope.fork(() -> {
                    try {
                        waitForever(begun, new AtomicInteger());
                    } finally {
                        cleaning.countDown();
                        mayEnd.await();
                        ended.set(true);
                    }
                    return null;
                });
                begun.await();
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
            endedBeforeClose.set(ended.get());
        });
        cleaning.await();
        assertThat(opener.isAlive()).isTrue();
        mayEnd.countDown();
        opener.join();
        assertThat(endedBeforeClose).isTrue();
    }

    private static void waitForever(CountDownLatch begun, AtomicInteger interrupted) throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            interrupted.incrementAndGet();
            throw asked;
        }
    }
}
