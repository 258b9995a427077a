package reel.backend.place.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reel.backend.LocalFailure;
import reel.backend.Source;
import reel.backend.place.Coverage;
import reel.backend.place.DigestKind;
import reel.backend.place.DiskWriting;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.PartName;
import reel.backend.place.PartRule;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.Lease;

/// A local file being written under a [PartName] beside its target; its rename publishes it. Thread-safe.
final class LocalWriting implements DiskWriting {
    /// From here on room is taken ahead, which keeps parts that come in any order in one stretch of the disk and
    /// tells of a full disk at once.
    private static final long ROOM_BYTES = 8 << 20;

    private static final int SMALL_BYTES = 32 << 10;

    /// A file up to this length is copied as it is: its holes are no more than a few blocks.
    private static final long HOLELESS_BYTES = 64 << 10;

    private static final Set<OpenOption> BEGIN =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> GO_ON =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final LocalPlace place;
    private final WriteRequest request;
    private final Path target;
    private final Path temp;
    private final SharedChannel channel;
    private final Holes holes;
    private final boolean resumed;
    private final Coverage coverage = new Coverage();
    private boolean roomTaken;
    private volatile boolean ended;

    private LocalWriting(LocalPlace place, WriteRequest request, Path target, Path temp, SharedChannel channel) {
        this.place = place;
        this.request = request;
        this.target = target;
        this.temp = temp;
        this.channel = channel;
        this.resumed = request.resume() != null;
        this.holes = new Holes(temp, channel);
    }

    static LocalWriting open(LocalPlace place, WriteRequest request, Path target) throws IOException {
        String token = request.resume();
        if (token != null && !PartName.is(token)) {
            throw new Refused(token, "is no unfinished file's name", "Begin the file again.");
        }
        Path temp = target.resolveSibling(token == null ? PartName.next() : token);
        try {
            SharedChannel channel = token == null ? begin(place, temp) : SharedChannel.open(temp, GO_ON, GO_ON);
            return new LocalWriting(place, request, target, temp, channel);
        } catch (NoSuchFileException gone) {
            throw new Missing(target.toString(), "its unfinished file is gone", "Begin it again.", gone);
        } catch (IOException failure) {
            throw LocalFailure.writing(temp, target.toString(), request.size(), failure);
        }
    }

    /// Nearly always the folder is there: it is made where that proves wrong.
    private static SharedChannel begin(LocalPlace place, Path temp) throws IOException {
        try {
            return SharedChannel.open(temp, BEGIN, GO_ON);
        } catch (FileSystemException noFolder) {
            place.makeFolderOf(temp);
            return SharedChannel.open(temp, BEGIN, GO_ON);
        }
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        requireOpen();
        long size = bytes.size();
        PartRule.FREE.require(request, offset, size);
        takeRoom();
        MemorySegment memory = bytes.memory();
        if (memory != null) {
            store(memory, offset);
        } else {
            Lease lease = size <= SMALL_BYTES ? null : place.memory().tryLease(place.pieceBytes(size));
            if (lease != null) {
                try (lease) {
                    store(bytes, offset, lease.segment());
                }
            } else {
                try (Arena arena = Arena.ofConfined()) {
                    store(bytes, offset, arena.allocate(Math.clamp(size, 1, SMALL_BYTES)));
                }
            }
        }
        coverage.add(offset, size);
    }

    private void store(Source bytes, long offset, MemorySegment buffer) throws IOException {
        long size = bytes.size();
        for (long at = 0; at < size; at += buffer.byteSize()) {
            MemorySegment piece = buffer.asSlice(0, Math.min(buffer.byteSize(), size - at));
            bytes.read(at, piece);
            store(piece, offset + at);
        }
    }

    private void store(MemorySegment bytes, long offset) throws IOException {
        try {
            holes.write(bytes, offset);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private synchronized void takeRoom() throws IOException {
        if (roomTaken || resumed) {
            return;
        }
        roomTaken = true;
        if (request.size() < ROOM_BYTES) {
            return;
        }
        // Asked first: a disk that is filled only to find out that it is too small hurts everybody on it.
        if (Files.getFileStore(temp).getUsableSpace() < request.size()) {
            throw failed(new IOException("No space left on device"));
        }
        switch (Kernel.allocate(temp, request.size())) {
            case Kernel.NO_SPACE -> throw failed(new IOException("No space left on device"));
            case Kernel.QUOTA -> throw failed(new IOException("Disk quota exceeded"));
            case Kernel.TOO_LARGE -> throw failed(new IOException("File too large"));
            // Room is taken, or cannot be: then each write tells.
            default -> {}
        }
    }

    @Override
    public void copy(Path source, long offset, long length, LongConsumer copied) throws IOException {
        requireOpen();
        PartRule.FREE.require(request, offset, length);
        boolean fresh = !resumed && coverage.end() == 0;
        if (fresh && offset == 0 && length == request.size() && length <= HOLELESS_BYTES) {
            copySmall(source, length);
            copied.accept(length);
            return;
        }
        long end = offset + length;
        TwoWayCopy ways = new TwoWayCopy(place.memory());
        try (FileChannel in = source(source);
                FileChannel out = FileChannel.open(temp, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            for (long at = offset; at < end; ) {
                // Behind its end a file looks like a hole.
                requireLength(in, end);
                Kernel.Data data = Kernel.data(source, at, end);
                long from = data == null ? end : data.from();
                if (!fresh) {
                    holes.clear(at, from - at);
                }
                copied.accept(from - at);
                at = data == null ? end : data.to();
                ways.run(in, out, from, at, copied);
            }
            requireLength(in, end);
        } catch (EOFException shorter) {
            throw becameShorter();
        } catch (IOException failure) {
            throw failed(failure);
        }
        coverage.add(offset, length);
    }

    /// The whole of a file that is not worth looking for holes in: trees have many of them.
    private void copySmall(Path source, long length) throws IOException {
        try (FileChannel in = source(source)) {
            channel.use(out -> {
                TwoWayCopy.kernel(in, out, 0, length, some -> {});
                return length;
            });
        } catch (EOFException shorter) {
            throw becameShorter();
        } catch (IOException failure) {
            throw failed(failure);
        }
        coverage.add(0, length);
    }

    private static FileChannel source(Path source) throws IOException {
        try {
            return FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failure) {
            throw LocalFailure.reading(source, failure);
        }
    }

    private void requireLength(FileChannel source, long least) throws IOException {
        if (source.size() < least) {
            throw becameShorter();
        }
    }

    private Conflict becameShorter() {
        return new Conflict(target.toString(), "its source became shorter while it was read", "Start again.");
    }

    @Override
    public String token() {
        return temp.getFileName() == null ? "" : temp.getFileName().toString();
    }

    @Override
    public Map<Long, Long> stored() {
        return Map.of();
    }

    @Override
    public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
        requireOpen();
        LocalStat now = LocalStat.of(temp);
        Entry entry = Entry.file(token(), now.size(), null);
        try (LocalReading reading = LocalReading.open(temp, entry, now, place.memory())) {
            reading.read(offset, length, sink);
        }
        return true;
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        requireOpen();
        if (!resumed) {
            coverage.requireWhole(request.path(), request.size());
        }
        try {
            if (request.size() != Entry.UNKNOWN || !resumed) {
                holes.end(request.size() == Entry.UNKNOWN ? coverage.end() : request.size());
            }
            if (!expected.isEmpty()) {
                place.requireDigest(temp, target, expected);
            }
            channel.close();
            Attributes.set(temp, false, modified, meta);
            place.rename(temp, target, request.existing());
        } catch (IOException failure) {
            throw failed(failure);
        }
        ended = true;
        return place.published(request.path(), target, !meta.attributes().isEmpty());
    }

    @Override
    public void suspend() throws IOException {
        requireOpen();
        ended = true;
        channel.close();
    }

    private void requireOpen() throws InterruptedIOException {
        if (ended) {
            throw new IllegalStateException(request.path() + ": this writing has ended");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted at " + target);
        }
    }

    private IOException failed(IOException failure) {
        return LocalFailure.writing(temp, target.toString(), Math.max(0, request.size()), failure);
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            channel.close();
            try {
                Files.deleteIfExists(temp);
            } catch (IOException failure) {
                throw failed(failure);
            }
        }
    }
}
