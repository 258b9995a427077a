package reel.history.workspace;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import reel.history.manifest.ContentSink;
import reel.stream.RandomReader;

/// The progress of one file: its bytes as they move, so that a long file is seen to go on. Thread-safe.
///
/// A file read twice counts once: never more than its size is told, and [#end] tells what is left of it.
public final class FileProgress {
    private final Progress progress;
    private final long size;
    private final AtomicLong told = new AtomicLong();

    public FileProgress(Progress progress, long size) {
        this.progress = progress;
        this.size = size;
    }

    /// The same bytes; what is read of them is told.
    public RandomReader of(RandomReader file) {
        return new RandomReader() {
            @Override
            public long size() {
                return file.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                file.read(offset, into);
                moved(into.byteSize());
            }
        };
    }

    /// The same sink; what it has taken is told.
    public ContentSink of(ContentSink sink) {
        return (offset, bytes) -> {
            sink.write(offset, bytes);
            moved(bytes.byteSize());
        };
    }

    private void moved(long bytes) {
        long before = told.getAndAccumulate(bytes, (sum, more) -> Math.min(size, sum + more));
        long fresh = Math.min(size, before + bytes) - before;
        if (fresh > 0) {
            progress.advance(0, fresh);
        }
    }

    /// The file is done.
    public void end() {
        progress.advance(1, size - told.getAndSet(size));
    }
}
