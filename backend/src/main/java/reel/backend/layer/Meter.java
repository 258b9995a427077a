package reel.backend.layer;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a [MeterBackend] has counted at one moment, for every operation.
public record Meter(Map<Op, Counts> operations) {
    /// @param calls    made and ended, failures among them
    /// @param failures that ended with an exception
    /// @param bytes    moved by calls that did not fail
    /// @param time     summed over all threads
    public record Counts(long calls, long failures, long bytes, Duration time) {
        Counts minus(Counts earlier) {
            return new Counts(
                    calls - earlier.calls,
                    failures - earlier.failures,
                    bytes - earlier.bytes,
                    time.minus(earlier.time));
        }
    }

    static final Counts NONE = new Counts(0, 0, 0, Duration.ZERO);

    public Meter {
        EnumMap<Op, Counts> all = new EnumMap<>(Op.class);
        for (Op op : Op.values()) {
            all.put(op, operations.getOrDefault(op, NONE));
        }
        operations = Collections.unmodifiableMap(all);
    }

    public Counts of(Op op) {
        return operations.getOrDefault(op, NONE);
    }

    /// Bytes read by calls; what is read through mappings the kernel does not tell.
    public long bytesRead() {
        return of(Op.READ).bytes();
    }

    public long bytesWritten() {
        return of(Op.WRITE).bytes()
                + of(Op.CREATE).bytes()
                + of(Op.REPLACE).bytes()
                + of(Op.APPEND).bytes();
    }

    /// What was counted since `earlier`.
    public Meter since(Meter earlier) {
        EnumMap<Op, Counts> difference = new EnumMap<>(Op.class);
        operations.forEach((op, counts) -> difference.put(op, counts.minus(earlier.of(op))));
        return new Meter(difference);
    }
}
