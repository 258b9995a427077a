package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reel.stream.Refused;
import reel.stream.Transient;

/// Connections are made, shared, given up and ended.
@Timeout(60)
final class LinesTest {
    private static final long STREAM = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Sftp connect(FakePeer peer) throws IOException {
        return Sftp.open(peer.tube(), "u@peer", LONG, LONG);
    }

    private static FakePeer silent() throws IOException {
        return new FakePeer(peer -> {
            peer.welcome();
            new CountDownLatch(1).await();
        });
    }

    @Test
    void close_whileAConnectionIsMade_givesItUp() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        try (FakePeer peer = silent()) {
            Lines lines = new Lines(
                    () -> {
                        if (opened.getAndIncrement() == 0) {
                            return connect(peer);
                        }
                        making.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException stopped) {
                            givenUp.countDown();
                        }
                        throw new InterruptedIOException("given up");
                    },
                    4,
                    true);
            try (Lines.Use first = lines.stream(STREAM);
                    Lines.Use second = lines.stream(STREAM)) {
                assertThat(second.sftp()).isSameAs(first.sftp());
                assertThat(making.await(30, TimeUnit.SECONDS)).isTrue();
                lines.close();
            }
            assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(lines::any).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void server_thatTakesNoMoreConnections_isUsedOverThoseThatAreThere() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (FakePeer peer = silent()) {
            Lines lines = new Lines(
                    () -> {
                        if (opened.getAndIncrement() == 0) {
                            return connect(peer);
                        }
                        throw new Transient("u@peer", "the connection was closed", null, null);
                    },
                    4,
                    true);
            long big = 64 << 20;
            try (Lines.Use first = lines.stream(big);
                    Lines.Use second = lines.stream(big);
                    Lines.Use third = lines.stream(big)) {
                assertThat(second.sftp()).isSameAs(first.sftp());
                assertThat(third.sftp()).isSameAs(first.sftp());
            }
            assertThat(opened).hasValue(2);
            assertThat(lines.worth()).isEqualTo(1);
            lines.close();
        }
    }

    @Test
    void thirdStream_waitsForTheNewLine_notBehindTwoOthers() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        CountDownLatch made = new CountDownLatch(1);
        try (FakePeer near = silent();
                FakePeer other = silent()) {
            Lines lines = new Lines(
                    () -> {
                        if (opened.getAndIncrement() == 0) {
                            return connect(near);
                        }
                        awaitQuietly(made);
                        return connect(other);
                    },
                    2,
                    true);
            try (Lines.Use first = lines.stream(STREAM);
                    Lines.Use second = lines.stream(STREAM)) {
                assertThat(second.sftp()).isSameAs(first.sftp());
                Future<Lines.Use> third = inBackground(() -> lines.stream(STREAM));
                try (Lines.Use small = lines.stream(1000)) {
                    assertThat(small.sftp()).isSameAs(first.sftp());
                }
                assertThat(third.isDone()).isFalse();
                made.countDown();
                try (Lines.Use own = third.get(30, TimeUnit.SECONDS)) {
                    assertThat(own.sftp()).isNotSameAs(first.sftp());
                }
            }
            lines.close();
        }
    }

    @Test
    void stream_thatWaitsForANewLine_takesAnotherThatIsLeft() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        try (FakePeer peer = silent()) {
            Lines lines = new Lines(
                    () -> {
                        if (opened.getAndIncrement() == 0) {
                            return connect(peer);
                        }
                        awaitQuietly(never);
                        throw new InterruptedIOException("given up");
                    },
                    2,
                    true);
            Lines.Use first = lines.stream(STREAM);
            try (Lines.Use second = lines.stream(STREAM)) {
                Future<Lines.Use> third = inBackground(() -> lines.stream(STREAM));
                assertThatThrownBy(() -> third.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                first.close();
                try (Lines.Use left = third.get(30, TimeUnit.SECONDS)) {
                    assertThat(left.sftp()).isSameAs(second.sftp());
                }
            }
            lines.close();
        }
    }

    private static Future<Lines.Use> inBackground(Callable<Lines.Use> asked) {
        FutureTask<Lines.Use> task = new FutureTask<>(asked);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void awaitQuietly(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException("given up");
        }
    }

    @Test
    void connection_thatEnded_isNotUsedAgain() throws Exception {
        try (FakePeer first = silent();
                FakePeer second = silent()) {
            AtomicInteger opened = new AtomicInteger();
            Lines lines = new Lines(() -> connect(opened.getAndIncrement() == 0 ? first : second), 1, true);
            Sftp before = lines.any();
            assertThat(lines.any()).isSameAs(before);
            before.close();

            assertThat(lines.any()).isNotSameAs(before);
            assertThat(lines.size()).isEqualTo(1);
            lines.close();
        }
    }

    @Test
    void first_thatIsRefused_isToldAsItIs() {
        Lines lines = new Lines(
                () -> {
                    throw new Refused("u@peer", "the login was refused");
                },
                4,
                false);

        assertThatThrownBy(lines::any).isInstanceOf(Refused.class).hasMessageContaining("login was refused");
        assertThatThrownBy(() -> lines.stream(STREAM)).isInstanceOf(Refused.class);
        lines.close();
    }
}
