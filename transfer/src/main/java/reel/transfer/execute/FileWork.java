package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.DiskWriting;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.transfer.discover.Item;
import reel.transfer.journal.FileLog;
import reel.transfer.journal.Pieces;
import reel.transfer.journal.Proof;
import reel.transfer.journal.Unfinished;

/// One file on its way: its parts, done by any streams, opened by the first of them and published by the last.
/// Thread-safe.
final class FileWork {
    /// A smaller file is copied by the kernel as quickly as it is compared with what is there of it.
    private static final long WORTH_COMPARING_BYTES = 16L << 20;

    private final Setting setting;
    private final Item item;
    private final Way way;
    private final long size;
    private final long partSize;
    private final int parts;
    private final AtomicInteger left;
    private final AtomicLong stored = new AtomicLong();
    private final @Nullable Unfinished earlier;
    private final Pieces pieces;

    private boolean begun;
    private boolean ended;
    private @Nullable Entry source;
    private @Nullable Reading reading;
    private @Nullable Writing writing;
    private @Nullable Baseline baseline;
    private @Nullable FileLog log;
    private volatile @Nullable Hash only;
    private volatile @Nullable Throwable failure;

    private FileWork(Setting setting, Item item, Way way, long partSize, @Nullable Unfinished earlier) {
        this.setting = setting;
        this.item = item;
        this.way = way;
        this.size = item.source().size();
        this.partSize = partSize;
        this.earlier = earlier;
        boolean one = way != Way.PARTS || size <= partSize;
        this.parts = one ? 1 : Math.toIntExact(Math.ceilDiv(size, partSize));
        this.left = new AtomicInteger(parts);
        this.pieces = earlier != null ? earlier.pieces() : new Pieces(Math.max(0, size), proof(setting, item));
    }

    /// Plans a file's parts; nothing is opened yet.
    static FileWork of(Setting setting, Item item) throws IOException {
        Way way = Way.of(setting, item);
        Entry source = item.source();
        boolean goesOn = way == Way.PARTS || goesOnByKernel(item, way) || goesOnInOrder(setting, item, way);
        Unfinished earlier = goesOn ? unfinished(setting, item) : null;
        long size = way == Way.TRANSFORM ? Entry.UNKNOWN : source.size();
        long partSize = earlier != null
                ? earlier.partSize()
                : PartSizes.of(
                        size,
                        setting.to().parts(),
                        setting.roundTrips().average(),
                        setting.memory().limitBytes(),
                        setting.job().destination().name(item.path()));
        return new FileWork(setting, item, way, partSize, earlier);
    }

    /// The BLAKE3 of a file is of use only where it is compared with something: read back, or told by a place.
    private static Proof proof(Setting setting, Item item) {
        boolean compared = setting.job().options().keeping().verify()
                || item.source().digests().containsKey(DigestKind.BLAKE3)
                || setting.to().disk() == null && setting.to().digests().contains(DigestKind.BLAKE3);
        return compared ? Proof.TREE : Proof.SUMS;
    }

    /// Whether a file that is sent in order can go on behind what arrived.
    private static boolean goesOnInOrder(Setting setting, Item item, Way way) {
        return way == Way.IN_ORDER
                && setting.to().parts().inOrder()
                && setting.from().ranges()
                && item.source().size() != Entry.UNKNOWN;
    }

    /// Whether a file that the kernel copies can go on where it was.
    private static boolean goesOnByKernel(Item item, Way way) {
        return way == Way.KERNEL && item.source().size() >= WORTH_COMPARING_BYTES;
    }

    private static @Nullable Unfinished unfinished(Setting setting, Item item) {
        Entry source = item.source();
        Unfinished found = setting.journal() == null || !setting.resumes() || !source.tellsVersion()
                ? null
                : setting.journal().unfinished(item.path(), source.size(), source.modified(), source.version());
        boolean usable = found != null
                && (found.partSize() == source.size()
                        || found.partSize() > 0 && found.partSize() % PartSizes.PIECE_BYTES == 0);
        return usable ? found : null;
    }

    int parts() {
        return parts;
    }

    Setting setting() {
        return setting;
    }

    Item item() {
        return item;
    }

    Pieces pieces() {
        return pieces;
    }

    /// The source's version that is being sent.
    Entry source() {
        return Objects.requireNonNull(source);
    }

    Reading reading() {
        return Objects.requireNonNull(reading);
    }

    Writing writing() {
        return Objects.requireNonNull(writing);
    }

    /// The older version that is compared with; null where none is.
    @Nullable
    Baseline baseline() {
        return baseline;
    }

    long partSize() {
        return partSize;
    }

    /// Bytes of the file at the destination; for a source that did not tell, what came.
    long storedBytes() {
        return stored.get();
    }

    void onlyPiece(Hash hash) {
        only = hash;
    }

    /// The BLAKE3 of what is stored, where all of it went through here and somebody wants to know.
    @Nullable
    Hash digest() {
        long bytes = stored.get();
        if (way == Way.KERNEL || pieces.proof() != Proof.TREE) {
            return null;
        }
        return bytes <= PartSizes.PIECE_BYTES
                ? bytes == 0 ? Blake3.hash(new byte[0]) : only
                : pieces.whole(Math.ceilDiv(bytes, PartSizes.PIECE_BYTES));
    }

    void stored(long bytes) {
        stored.addAndGet(bytes);
        setting.tally().sent(item.path(), bytes);
    }

    /// Counts bytes that an earlier process brought.
    void kept(long bytes) {
        stored.addAndGet(bytes);
    }

    /// Whether what arrives are the bytes of a source whose size is known. Nothing else can be gone on with: the
    /// notes of a container's pieces would be taken for those of the file that goes to the same name without one.
    private boolean isOfSourceBytes() {
        return way != Way.TRANSFORM && size != Entry.UNKNOWN;
    }

    /// Writes down that everything of `[from, to)` arrived.
    void note(long from, long to) throws IOException {
        FileLog notes = log;
        if (notes != null && isOfSourceBytes()) {
            long first = from / PartSizes.PIECE_BYTES;
            notes.arrived(pieces, first, Math.ceilDiv(to, PartSizes.PIECE_BYTES) - first);
        }
    }

    /// Ends this stream's part where another one failed.
    void requireGoing() throws InterruptedIOException {
        if (failure != null || setting.stopping().get()) {
            throw new InterruptedIOException("another part of this file failed");
        }
    }

    /// Does one part, and publishes the file if it is the last.
    void run(int part) {
        try {
            open();
            requireGoing();
            switch (way) {
                case KERNEL -> kernel();
                case PARTS -> new PartCopy(this, earlier != null).run(part);
                case IN_ORDER -> inOrder();
                case TRANSFORM -> Transforming.run(this);
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
        if (left.decrementAndGet() == 0) {
            end();
        }
    }

    private synchronized void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
    }

    /// Opens both sides once. Where that fails no other stream gets in before it is known why.
    private synchronized void open() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        try {
            openBoth();
        } catch (Throwable thrown) {
            fail(thrown);
            throw thrown;
        }
    }

    private void openBoth() throws IOException {
        Place from = setting.source();
        if (way == Way.KERNEL) {
            source = item.source();
        } else {
            Reading opened = setting.roundTrips().opening(() -> from.open(item.source()));
            reading = opened;
            // The parts are planned by the size that was told before: it holds where opening does not tell it again.
            source = opened.entry().sizedAs(item.source());
        }
        Entry told = source();
        long claimed =
                earlier == null ? 0 : Math.min(size, (long) earlier.pieces().count() * PartSizes.PIECE_BYTES);
        setting.tally().events().started(item.path(), item.source().size(), claimed);
        boolean fresh = setting.job().options().comparison().ignoreExisting();
        WriteRequest request = new WriteRequest(
                        setting.job().destination().at(item.path()),
                        way == Way.TRANSFORM ? Entry.UNKNOWN : told.size(),
                        partSize,
                        fresh ? WriteRequest.Existing.FAIL : WriteRequest.Existing.REPLACE,
                        null)
                .telling(told.modified(), setting.kept(told.meta()));
        begin(request);
        if (way == Way.PARTS && Baseline.isFor(setting, item)) {
            baseline = Baseline.open(this);
        }
    }

    private void begin(WriteRequest request) throws IOException {
        Place to = setting.destination();
        if (earlier != null) {
            try {
                writing = to.create(request.resuming(earlier.token()));
                log = earlier.log();
                return;
            } catch (Missing | Refused | Conflict gone) {
                if (pieces.count() > 0) {
                    setting.note(item.path(), "begins anew, its unfinished file is gone");
                }
                setting.tally().spared(item.path(), -Math.min(size, (long) pieces.count() * PartSizes.PIECE_BYTES));
                pieces.forgetAll();
                earlier.log().end();
            }
        }
        Writing opened = setting.roundTrips().beginning(() -> to.create(request));
        writing = opened;
        String token = opened.token();
        if (token != null) {
            log = setting.begun(item, isOfSourceBytes() ? size : Entry.UNKNOWN, partSize, token, pieces.proof());
        }
    }

    private void kernel() throws IOException {
        if (!(writing() instanceof DiskWriting disk)) {
            throw new IllegalStateException(setting.to().name() + " is a disk whose files are none");
        }
        Path file =
                Objects.requireNonNull(setting.from().disk()).file(item.source().path());
        long from = earlier == null ? 0 : regained();
        if (from < size || size == 0) {
            disk.copy(file, from, size - from, this::copied);
        }
    }

    private long regained() throws IOException {
        long lost = pieces.forgetFrom(0);
        setting.tally().spared(item.path(), -Math.min(size, lost * PartSizes.PIECE_BYTES));
        return new Regained(this).bytes();
    }

    private void copied(long bytes) {
        stored(bytes);
    }

    private void inOrder() throws IOException {
        boolean free = setting.to().parts().free();
        long unit = free ? PartSizes.PIECE_BYTES : Math.max(1, partSize);
        long from = earlier == null ? 0 : arrivedInOrder();
        try (Flow flow = new Flow(this, from, unit)) {
            long length = source().size();
            if (length != from) {
                reading().read(from, length == Entry.UNKNOWN ? length : length - from, flow);
            }
            flow.end();
        }
    }

    /// Where a file goes on that an earlier process began: behind the parts that both the place and the journal
    /// know.
    private long arrivedInOrder() throws IOException {
        Map<Long, Long> vouched = writing().stored();
        long from = 0;
        for (long length = Math.min(partSize, size);
                length > 0 && vouched.getOrDefault(from, 0L) == length && pieces.hasAll(from, length);
                length = Math.min(partSize, size - from)) {
            kept(length);
            from += length;
        }
        long lost = pieces.forgetFrom(Math.ceilDiv(from, (long) PartSizes.PIECE_BYTES));
        setting.tally().spared(item.path(), -Math.min(size - from, lost * PartSizes.PIECE_BYTES));
        return from;
    }

    private void end() {
        Throwable why = failure;
        if (why == null) {
            try {
                if (baseline != null) {
                    baseline.requireUnchanged();
                }
                new Publishing(this, way).run();
                ended = true;
                closeReading();
                return;
            } catch (Throwable thrown) {
                why = thrown;
            }
        }
        abandon(why);
        Outcome.of(setting, item, stored.get(), why);
    }

    /// Whether nothing of it is left to be done.
    synchronized boolean isOver() {
        return ended;
    }

    void endLog() throws IOException {
        if (log != null) {
            log.end();
        }
    }

    /// Ends without publishing: what is at the destination stays for a later process where that can go on.
    synchronized void abandon(@Nullable Throwable why) {
        if (ended) {
            return;
        }
        ended = true;
        closeReading();
        Writing open = writing;
        if (open == null) {
            return;
        }
        try {
            boolean several =
                    parts > 1 || goesOnByKernel(item, way) || goesOnInOrder(setting, item, way) && size > partSize;
            boolean worthKeeping = several && log != null && setting.resumes() && !isFinal(why);
            if (worthKeeping) {
                open.suspend();
                open.close();
            } else {
                open.close();
                endLog();
            }
        } catch (IOException | RuntimeException second) {
            if (why != null && why != second) {
                why.addSuppressed(second);
            }
        }
    }

    /// What going on with a file does not help: other bytes, or no room for any.
    private static boolean isFinal(@Nullable Throwable why) {
        return why instanceof Conflict || why instanceof Corrupt || why instanceof Exhausted;
    }

    private void closeReading() {
        Reading open = reading;
        reading = null;
        Baseline compared = baseline;
        if (open != null) {
            try (compared) {
                open.close();
            } catch (IOException | RuntimeException ignored) {
                setting.note(item.path(), String.valueOf(ignored.getMessage()));
            }
        }
    }
}
