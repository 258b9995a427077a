package reel.backend.place.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import reel.backend.LocalFailure;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// One version of a local file. Its stat is taken before and after every range: what differs is a conflict.
final class LocalReading implements Reading {
    /// What is used where the budget has nothing free at the moment: a reader never waits for memory, so that
    /// writers who hold some wait for nothing that cannot come.
    private static final int SMALL_BYTES = 32 << 10;

    private final Path file;
    private final Entry entry;
    private final LocalStat told;
    private final MemoryBudget memory;
    private final SharedChannel channel;

    private LocalReading(Path file, Entry entry, LocalStat told, MemoryBudget memory, SharedChannel channel) {
        this.file = file;
        this.entry = entry;
        this.told = told;
        this.memory = memory;
        this.channel = channel;
    }

    static LocalReading open(Path file, Entry entry, LocalStat told, MemoryBudget memory) throws IOException {
        try {
            Set<OpenOption> read = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return new LocalReading(file, entry, told, memory, SharedChannel.open(file, read, read));
        } catch (IOException failure) {
            throw LocalFailure.reading(file, failure);
        }
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public void read(long offset, long length, Pieces sink) throws IOException {
        long count = length == Entry.UNKNOWN ? entry.size() - offset : length;
        if (offset < 0 || count < 0 || offset > entry.size() - count) {
            throw new Corrupt(
                    file.toString(),
                    entry.size(),
                    "bytes " + offset + " + " + length,
                    entry.size() + " bytes",
                    "Start again.",
                    null);
        }
        long wanted = Math.min(count, Pieces.MOST_BYTES);
        Lease lease = wanted <= SMALL_BYTES ? null : memory.tryLease(Math.min(wanted, memory.limitBytes()));
        if (lease != null) {
            try (lease) {
                read(offset, count, lease.segment(), sink);
            }
        } else {
            try (Arena arena = Arena.ofConfined()) {
                read(offset, count, arena.allocate(Math.clamp(wanted, 1, SMALL_BYTES)), sink);
            }
        }
        requireUnchanged();
    }

    private void read(long offset, long count, MemorySegment buffer, Pieces sink) throws IOException {
        for (long at = 0; at < count; at += buffer.byteSize()) {
            MemorySegment piece = buffer.asSlice(0, Math.min(buffer.byteSize(), count - at));
            fill(piece, offset + at);
            sink.accept(piece);
        }
    }

    private void fill(MemorySegment piece, long offset) throws IOException {
        try {
            boolean whole = channel.use(open -> {
                ByteBuffer bytes = piece.asByteBuffer();
                while (bytes.hasRemaining()) {
                    if (open.read(bytes, offset + bytes.position()) < 0) {
                        return false;
                    }
                }
                return true;
            });
            if (!whole) {
                throw changed();
            }
        } catch (IOException failure) {
            throw LocalFailure.reading(file, failure);
        }
    }

    private void requireUnchanged() throws IOException {
        LocalStat now;
        try {
            now = LocalStat.of(file);
        } catch (IOException gone) {
            throw changed();
        }
        if (!told.sameBytes(now)) {
            throw changed();
        }
    }

    private Conflict changed() {
        return new Conflict(file.toString(), "changed while it was read", "Start again when it is at rest.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
