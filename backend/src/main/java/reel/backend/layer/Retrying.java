package reel.backend.layer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reel.stream.Transient;

/// Makes a call again after a [Transient] failure, after a pause that grows, with jitter so that many clients
/// do not come back at once; a pause that the other side asks for is kept. Thread-safe if its jitter is.
public final class Retrying {
    /// The call, which may be made many times.
    @FunctionalInterface
    public interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// Whether a failed try got somewhere, so that the count of tries begins again.
    @FunctionalInterface
    public interface Progress {
        boolean made();
    }

    private final RetryPolicy policy;
    private final Timer timer;
    private final @Nullable RandomGenerator jitter;
    private volatile boolean proven;

    private Retrying(RetryPolicy policy, Timer timer, @Nullable RandomGenerator jitter) {
        this.policy = policy;
        this.timer = timer;
        this.jitter = jitter;
    }

    public static Retrying by(RetryPolicy policy) {
        return new Retrying(policy, Timer.system(), null);
    }

    /// @param jitter null for each thread's own
    public static Retrying by(RetryPolicy policy, Timer timer, @Nullable RandomGenerator jitter) {
        return new Retrying(policy, timer, jitter);
    }

    public <T extends @Nullable Object> T run(Call<T> call) throws IOException {
        return run(call, () -> false);
    }

    public <T extends @Nullable Object> T run(Call<T> call, Progress progress) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = call.run();
                proven = true;
                return result;
            } catch (Transient failure) {
                if (progress.made()) {
                    proven = true;
                    attempt = 1;
                }
                Duration asked = failure.retryAfter();
                // Whoever asks to come back later is there.
                int most = proven || asked != null ? policy.attempts() : policy.unproven();
                if (attempt >= most || asked != null && asked.compareTo(policy.patience()) > 0) {
                    throw failure;
                }
                Duration own = jittered(policy.pause(attempt));
                timer.pause(
                        asked != null && asked.compareTo(own) > 0 ? asked : own, "trying again: " + failure.thing());
            }
        }
    }

    /// Between half of `pause` and all of it.
    private Duration jittered(Duration pause) {
        RandomGenerator random = jitter == null ? ThreadLocalRandom.current() : jitter;
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos - (nanos < 2 ? 0 : random.nextLong(nanos / 2)));
    }
}
