package reel.transfer.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Blake3;

/// What has arrived of one transfer, in a file of this machine: docs/format/transfer-journal.md.
///
/// Records are written when the destination has what they tell, without waiting for this machine's disk: a kill
/// loses none, and what a power cut leaves is checked before it is believed. Thread-safe.
public final class Journal implements AutoCloseable {
    private static final int NAME_DIGITS = 24;

    /// Arrivals and ends wait until so many bytes of them are there: none of them costs a call of its own.
    private static final int GATHER_BYTES = 1 << 16;

    private final Path file;
    private final String destination;
    private final JournalLock lock;
    private final JournalState state;
    private final FileChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHER_BYTES);
    private final Consumer<String> note;
    private boolean closed;

    /// Whether this machine's disk took no more: what is written so far stays true, and is all there will be.
    private boolean cut;

    private Journal(
            Path file,
            String destination,
            JournalLock lock,
            JournalState state,
            FileChannel channel,
            Consumer<String> note) {
        this.file = file;
        this.destination = destination;
        this.note = note;
        this.lock = lock;
        this.state = state;
        this.channel = channel;
    }

    /// Opens the journal of one transfer in `folder`, with what an earlier process left in it. Another transfer to
    /// the same destination that keeps its journal there is [Refused].
    ///
    /// @param source      without secrets
    /// @param destination without secrets; together they are the transfer, however it compares and deletes
    /// @param note        hears where nothing could be used
    public static Journal open(Path folder, String source, String destination, Consumer<String> note)
            throws IOException {
        String identity = source + between(destination);
        Files.createDirectories(folder);
        JournalLock lock = JournalLock.take(folder.resolve(name(destination) + ".lock"), destination);
        try {
            Path file = folder.resolve(name(identity) + ".journal");
            JournalState state = load(file, identity, note);
            Path fresh = folder.resolve(name(identity) + ".new");
            FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            try {
                write(channel, Records.header(identity));
                for (ByteBuffer record : state.records()) {
                    write(channel, record);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (Throwable failure) {
                channel.close();
                throw failure;
            }
            return new Journal(file, destination, lock, state, channel, note);
        } catch (Throwable failure) {
            lock.close();
            throw failure;
        }
    }

    /// What stands behind the source in the identity of a transfer.
    private static String between(String destination) {
        return "\n" + destination;
    }

    private static String name(String of) {
        return Blake3.hash(of.getBytes(StandardCharsets.UTF_8)).brief(NAME_DIGITS);
    }

    private static JournalState load(Path file, String identity, Consumer<String> note) throws IOException {
        try {
            JournalState state = JournalReader.read(file, identity);
            if (state != null) {
                return state;
            }
            note.accept("the journal " + file + " is damaged: files that were begun begin anew");
        } catch (NoSuchFileException none) {
            return new JournalState();
        }
        return new JournalState();
    }

    /// What an earlier process left of a file, if it is still the same version. Each is given out once.
    public synchronized @Nullable Unfinished unfinished(
            String path, long size, @Nullable Instant modified, @Nullable String version) {
        JournalState.Begun begun = state.claim(path, new Version(size, modified, version));
        return begun == null
                ? null
                : new Unfinished(begun.partSize(), begun.token(), begun.pieces(), new Log(begun.number()));
    }

    /// Notes that a file is begun. @param proof what its pieces will be told by
    public synchronized FileLog begin(
            String path,
            long size,
            @Nullable Instant modified,
            @Nullable String version,
            long partSize,
            String token,
            Proof proof)
            throws IOException {
        int number = state.next();
        append(Records.begin(number, path, new Version(size, modified, version), partSize, token, proof));
        return new Log(number);
    }

    /// Notes that a whole file arrived, where nothing at the destination tells so.
    public synchronized void arrived(String path, long size, @Nullable Instant modified, @Nullable String version)
            throws IOException {
        gather(Records.arrived(Records.arrival(path, new Version(size, modified, version))));
    }

    /// For records whose loss costs little.
    private synchronized void gather(ByteBuffer record) throws IOException {
        if (closed || cut) {
            return;
        }
        if (gathered.remaining() < record.remaining()) {
            flush();
        }
        gathered.put(record);
    }

    /// Whether an earlier process noted the same.
    public synchronized boolean hasArrived(
            String path, long size, @Nullable Instant modified, @Nullable String version) {
        return state.arrivals().contains(Records.arrival(path, new Version(size, modified, version)));
    }

    /// What an earlier process began and nobody asked for: a path and a token each.
    public synchronized List<Leftover> leftovers() {
        return leftovers(state);
    }

    private static List<Leftover> leftovers(JournalState state) {
        List<Leftover> left = new ArrayList<>();
        for (JournalState.Begun begun : state.unclaimed()) {
            left.add(new Leftover(begun.path(), begun.version().size(), begun.partSize(), begun.token()));
        }
        return left;
    }

    /// The transfers from elsewhere that left something at this destination.
    public List<Stopped> stopped() throws IOException {
        List<Stopped> stopped = new ArrayList<>();
        try (DirectoryStream<Path> journals = Files.newDirectoryStream(file.resolveSibling(""), "*.journal")) {
            for (Path other : journals) {
                Stopped left = other.getFileName().equals(file.getFileName()) ? null : stopped(other);
                if (left != null) {
                    stopped.add(left);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return stopped;
    }

    /// Null for a journal that leads elsewhere, tells of nothing, or is gone with its transfer meanwhile.
    private @Nullable Stopped stopped(Path other) throws IOException {
        try {
            String identity = JournalReader.identity(other);
            JournalState left = identity == null || !identity.endsWith(between(destination))
                    ? null
                    : JournalReader.read(other, identity);
            if (identity == null || left == null || left.unclaimed().isEmpty()) {
                return null;
            }
            String source = identity.substring(
                    0, identity.length() - between(destination).length());
            return new Stopped(source, leftovers(left), other);
        } catch (NoSuchFileException | AccessDeniedException notOurs) {
            return null;
        }
    }

    /// Forgets a transfer of which nothing is left.
    public void forget(Stopped stopped) throws IOException {
        Files.deleteIfExists(stopped.file());
    }

    private synchronized void append(ByteBuffer record) throws IOException {
        if (closed || cut) {
            return;
        }
        if (record.remaining() <= GATHER_BYTES) {
            gather(record);
            flush();
        } else {
            flush();
            put(record);
        }
    }

    private void flush() throws IOException {
        gathered.flip();
        put(gathered);
        gathered.clear();
    }

    /// A transfer that cannot be noted goes on: files are worth more than what is told of them.
    private void put(ByteBuffer bytes) throws IOException {
        if (cut || !bytes.hasRemaining()) {
            return;
        }
        try {
            write(channel, bytes);
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException full) {
            cut = true;
            note.accept("nothing more can be noted in " + file + " (" + reason(full)
                    + "): stopped from now on, files that are begun begin anew");
        }
    }

    /// What the system says, without the file's name, which comes with it sometimes.
    public static String reason(IOException failure) {
        return failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : failure instanceof NoSuchFileException ? "no such folder" : String.valueOf(failure.getMessage());
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Removes the journal: everything is done.
    public synchronized void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            try (lock;
                    channel) {
                if (channel.isOpen()) {
                    flush();
                }
            } finally {
                closed = true;
            }
        }
    }

    /// One file's notes.
    private final class Log implements FileLog {
        private final int number;

        Log(int number) {
            this.number = number;
        }

        @Override
        public void arrived(Pieces pieces, long first, long count) throws IOException {
            for (long at = first; at < first + count; at += Records.MOST_PIECES) {
                int some = (int) Math.min(Records.MOST_PIECES, first + count - at);
                append(Records.pieces(number, at, some, pieces));
            }
        }

        @Override
        public void end() throws IOException {
            gather(Records.end(number));
        }
    }
}
