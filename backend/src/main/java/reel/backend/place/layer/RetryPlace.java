package reel.backend.place.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.layer.RetryPolicy;
import reel.backend.layer.Retrying;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Moving;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.Walking;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Transient;

/// Tries again after [Transient] failures of the place, never after those of a caller's sink or source. Reading
/// goes on behind what was handed out, and as long as it gets on it is not given up.
public final class RetryPlace extends PlaceLayer {
    private final Retrying retrying;

    private RetryPlace(Place inner, Retrying retrying) {
        super(inner);
        this.retrying = retrying;
    }

    public static RetryPlace over(Place inner, RetryPolicy policy) {
        return new RetryPlace(inner, Retrying.by(policy));
    }

    public static RetryPlace over(Place inner, Retrying retrying) {
        return new RetryPlace(inner, retrying);
    }

    @Override
    <T extends @Nullable Object> T around(PlaceOp op, String thing, Call<T> call) throws IOException {
        return retrying.run(call::run);
    }

    /// Tells what an earlier try has not told.
    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        Set<String> told = new HashSet<>();
        run(
                PlaceOp.LIST,
                folder,
                () -> inner.list(folder, entry -> {
                    if (told.add(entry.kind() + entry.path())) {
                        sink.accept(entry);
                    }
                }));
    }

    @Override
    void walk(Walking walking, String folder, Consumer<Entry> sink) throws IOException {
        byte[][] last = {{}};
        run(
                PlaceOp.WALK,
                folder,
                () -> walking.walk(folder, entry -> {
                    byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
                    if (Arrays.compareUnsigned(path, last[0]) > 0) {
                        last[0] = path;
                        sink.accept(entry);
                    }
                }));
    }

    @Override
    void read(Reading reading, long offset, long length, Reading.Pieces sink) throws IOException {
        boolean ranges = inner.traits().ranges();
        Continued rest = new Continued(sink);
        rest.tell(retrying, () -> {
            long done = rest.begin(ranges);
            reading.read(offset + done, length == Entry.UNKNOWN ? length : length - done, rest);
            return true;
        });
    }

    @Override
    boolean readBack(WriteRequest request, Writing writing, long offset, long length, Reading.Pieces sink)
            throws IOException {
        Continued rest = new Continued(sink);
        return rest.tell(retrying, () -> {
            long done = rest.begin(true);
            return writing.readBack(offset + done, length - done, rest);
        });
    }

    @Override
    void write(WriteRequest request, Writing writing, long offset, Source bytes) throws IOException {
        Guarded guarded = new Guarded(bytes);
        try {
            retrying.run(() -> {
                try {
                    writing.write(offset, guarded);
                    return true;
                } catch (IOException failure) {
                    throw guarded.failed == null ? failure : new Foreign(guarded.failed);
                }
            });
        } catch (Foreign foreign) {
            throw foreign.failure;
        }
    }

    /// A try that failed may have published after all. What is there then is taken for it only if it shows what
    /// was to be published.
    @Override
    Entry publish(
            WriteRequest request,
            Writing writing,
            @Nullable Instant modified,
            Meta meta,
            Map<DigestKind, String> expected)
            throws IOException {
        AtomicBoolean triedBefore = new AtomicBoolean();
        return retrying.run(() -> {
            try {
                return writing.publish(modified, meta, expected);
            } catch (Transient failure) {
                triedBefore.set(true);
                throw failure;
            } catch (Missing | Conflict | IllegalStateException failure) {
                if (!triedBefore.get()) {
                    throw failure;
                }
                Entry there = published(request, modified, expected);
                if (there == null && failure instanceof IllegalStateException) {
                    throw failure;
                }
                if (there == null) {
                    throw new Conflict(
                            request.path(),
                            "the connection was cut while it was published, and what is there does not show whether"
                                    + " it was",
                            "Send it again.",
                            failure);
                }
                return there;
            }
        });
    }

    private @Nullable Entry published(
            WriteRequest request, @Nullable Instant modified, Map<DigestKind, String> expected) throws IOException {
        Entry there;
        try {
            there = inner.stat(request.path());
        } catch (Missing nothing) {
            return null;
        }
        if (!there.isFile() || request.size() == Entry.UNKNOWN || there.size() != request.size()) {
            return null;
        }
        boolean shown = false;
        for (Map.Entry<DigestKind, String> one : expected.entrySet()) {
            String digest = there.digests().get(one.getKey());
            if (digest != null && !digest.equals(one.getValue())) {
                return null;
            }
            shown |= digest != null;
        }
        Duration step = inner.traits().timeStep();
        Instant time = there.modified();
        if (step != null && modified != null && time != null) {
            if (Duration.between(time, modified).abs().compareTo(step) >= 0) {
                return null;
            }
            shown = true;
        }
        return shown ? there : null;
    }

    /// A try that failed may have moved the file after all: then it is there, and no longer here.
    @Override
    void move(Moving moving, String from, String to) throws IOException {
        AtomicBoolean triedBefore = new AtomicBoolean();
        run(PlaceOp.MOVE, from, () -> {
            try {
                moving.move(from, to);
            } catch (Transient failure) {
                triedBefore.set(true);
                throw failure;
            } catch (Missing gone) {
                if (!triedBefore.get() || !inner.stat(to).isFile()) {
                    throw gone;
                }
            }
        });
    }

    /// A failure of the caller's own sink or source, on its way past all trying again.
    private static final class Foreign extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException failure;

        Foreign(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /// Hands on what comes, without what was handed on by an earlier try.
    private static final class Continued implements Reading.Pieces {
        private final Reading.Pieces sink;
        private long handed;
        private long skip;
        private long handedBefore;
        private @Nullable IOException failed;

        Continued(Reading.Pieces sink) {
            this.sink = sink;
        }

        boolean tell(Retrying retrying, Retrying.Call<Boolean> call) throws IOException {
            try {
                return retrying.run(
                        () -> {
                            try {
                                return call.run();
                            } catch (IOException failure) {
                                throw failed == null ? failure : new Foreign(failed);
                            }
                        },
                        () -> handed > handedBefore);
            } catch (Foreign foreign) {
                throw foreign.failure;
            }
        }

        /// Begins a try. @return how many bytes it is to leave out
        long begin(boolean ranges) {
            handedBefore = handed;
            skip = ranges ? 0 : handed;
            return ranges ? handed : 0;
        }

        @Override
        public void accept(MemorySegment piece) throws IOException {
            long size = piece.byteSize();
            long known = Math.min(skip, size);
            skip -= known;
            if (known < size) {
                try {
                    sink.accept(piece.asSlice(known));
                } catch (IOException failure) {
                    failed = failure;
                    throw failure;
                }
                handed += size - known;
            }
        }
    }

    /// A source that remembers its own failure.
    private static final class Guarded implements Source {
        private final Source bytes;
        private volatile @Nullable IOException failed;

        Guarded(Source bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public @Nullable MemorySegment memory() {
            return bytes.memory();
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            try {
                bytes.read(offset, into);
            } catch (IOException failure) {
                failed = failure;
                throw failure;
            }
        }
    }
}
