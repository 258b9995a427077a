package reel.app.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reel.transfer.job.Failure;
import reel.transfer.job.TransferReport;

/// Reports of several transfers as one.
final class Reports {
    private Reports() {}

    static TransferReport sum(TransferReport a, TransferReport b) {
        List<Failure> failures = new ArrayList<>(a.failures());
        for (Failure failure : b.failures()) {
            if (failures.size() < TransferReport.MOST_FAILURES) {
                failures.add(failure);
            }
        }
        Duration took = a.took().plus(b.took());
        double moved = a.averageRate() * a.took().toNanos()
                + b.averageRate() * b.took().toNanos();
        return new TransferReport(
                a.files() + b.files(),
                a.bytes() + b.bytes(),
                a.sentBytes() + b.sentBytes(),
                a.same() + b.same(),
                a.touched() + b.touched(),
                a.skipped() + b.skipped(),
                a.deleted() + b.deleted(),
                a.different() + b.different(),
                a.failed() + b.failed(),
                failures,
                a.complete() && b.complete(),
                took,
                took.isZero() ? 0 : moved / took.toNanos(),
                Math.max(a.peakRate(), b.peakRate()),
                Math.max(a.peakStreams(), b.peakStreams()));
    }
}
