package reel.backend.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Coverage;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.PartName;
import reel.backend.place.PartRule;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.Lease;

/// A file on a server being written under a [PartName] beside its target; a rename publishes it.
final class SftpWriting implements Writing {
    /// Bytes of one call under way; as much as the window of SSH lets through at once.
    private static final long AHEAD_BYTES = 2 << 20;

    /// What a server copies in one request, quickly enough to say so before anybody loses patience.
    private static final long COPY_BYTES = 16 << 20;

    private final SftpPlace place;
    private final WriteRequest request;
    private final String thing;
    private final String target;
    private final String temp;
    private final String token;
    private final Handles handles;
    private final Coverage coverage = new Coverage();
    /// As it was when it was about to be renamed; null before.
    private @Nullable Attributes finished;

    private volatile boolean ended;

    private SftpWriting(SftpPlace place, WriteRequest request, String token) {
        this.place = place;
        this.request = request;
        this.token = token;
        this.thing = place.thing(request.path());
        this.target = place.full(request.path());
        this.temp = SftpPlace.beside(target, token);
        this.handles = new Handles(this::openOn);
    }

    static SftpWriting open(SftpPlace place, WriteRequest request) throws IOException {
        String resume = request.resume();
        if (resume != null && !PartName.is(resume)) {
            throw new Refused(resume, "is no unfinished file's name", "Begin the file again.");
        }
        SftpWriting writing = new SftpWriting(place, request, resume == null ? PartName.next() : resume);
        Sftp sftp = place.lines().any();
        if (resume != null) {
            writing.handles.on(sftp);
        } else {
            writing.handles.put(sftp, writing.begin(sftp));
        }
        return writing;
    }

    private byte[] begin(Sftp sftp) throws IOException {
        int flags = Wire.FOR_READING | Wire.FOR_WRITING | Wire.CREATING | Wire.EXCLUSIVELY;
        try {
            try {
                return openTemp(sftp, flags);
            } catch (Said said) {
                if (!said.is(Wire.NO_SUCH_FILE)) {
                    throw said;
                }
                place.makeFolders(sftp, SftpPlace.parent(target));
                return openTemp(sftp, flags);
            }
        } catch (Said said) {
            throw failed(sftp, said, "could not be created");
        }
    }

    private byte[] openTemp(Sftp sftp, int flags) throws IOException {
        Call call = sftp.open(temp, flags);
        try {
            return sftp.handle(call);
        } catch (InterruptedIOException interrupted) {
            // The server may have made it already; then nobody would ever remove it.
            sftp.forget(sftp.path(Wire.REMOVE, temp));
            throw interrupted;
        }
    }

    private byte[] openOn(Sftp sftp) throws IOException {
        try {
            return sftp.handle(sftp.open(temp, Wire.FOR_READING | Wire.FOR_WRITING));
        } catch (Said said) {
            if (said.is(Wire.NO_SUCH_FILE)) {
                throw new Missing(thing, "its unfinished file is gone", "Begin it again.", said);
            }
            throw failed(sftp, said, "could not be opened for writing");
        }
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        requireOpen();
        long size = bytes.size();
        PartRule.FREE.require(request, offset, size);
        try (Lines.Use use = place.lines().stream(size)) {
            Sftp sftp = use.sftp();
            try {
                send(sftp, handles.on(sftp), offset, bytes);
            } catch (Said said) {
                throw failed(sftp, said, "could not be written");
            }
        }
        coverage.add(offset, size);
    }

    /// Several requests ahead of their answers, as far as there is memory without waiting for it.
    private void send(Sftp sftp, byte[] handle, long offset, Source bytes) throws IOException {
        int head = Line.writeHead(handle);
        long size = bytes.size();
        long most = Math.min(sftp.offers().writeBytes(), place.memory().limitBytes() - head);
        int step = RangeRead.even(Math.clamp(size, 1, Reading.Pieces.MOST_BYTES), (int) most);
        ArrayDeque<Call> ahead = new ArrayDeque<>();
        try {
            for (long at = 0; at < size; ) {
                int length = (int) Math.min(step, size - at);
                Lease lease = ahead.isEmpty()
                        ? place.memory().lease(head + length)
                        : ahead.size() < Math.max(1, AHEAD_BYTES / step)
                                ? place.memory().tryLease(head + length)
                                : null;
                if (lease == null) {
                    sftp.ok(ahead.remove());
                    continue;
                }
                Loan loan = new Loan(lease);
                try {
                    bytes.read(at, loan.segment().asSlice(head, length));
                    ahead.add(sftp.line().sendWrite(handle, offset + at, loan, length));
                } finally {
                    loan.release();
                }
                at += length;
            }
            while (!ahead.isEmpty()) {
                sftp.ok(ahead.remove());
            }
        } finally {
            ahead.forEach(sftp.line()::abandon);
        }
    }

    /// All of a file that is on the same server, which the server copies itself.
    void copy(SftpReading from) throws IOException {
        long size = from.entry().size();
        try (Lines.Use use = place.lines().stream(0)) {
            Sftp sftp = use.sftp();
            try {
                byte[] source = from.on(sftp);
                byte[] handle = handles.on(sftp);
                for (long at = 0; at < size; at += COPY_BYTES) {
                    sftp.ok(sftp.copy(source, at, Math.min(COPY_BYTES, size - at), handle));
                }
            } catch (Said said) {
                throw failed(sftp, said, "could not be copied");
            }
        }
        coverage.add(0, size);
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public Map<Long, Long> stored() {
        return Map.of();
    }

    @Override
    public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
        requireOpen();
        try (Lines.Use use = place.lines().stream(length)) {
            Sftp sftp = use.sftp();
            try (RangeRead range = new RangeRead(sftp, handles.on(sftp), offset, length, place.memory())) {
                if (!range.run(sink)) {
                    throw new Corrupt(thing, offset, length + " stored bytes", "fewer", "Begin the file again.", null);
                }
            } catch (Said said) {
                throw failed(sftp, said, "could not be read back");
            }
        }
        return true;
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        requireOpen();
        if (request.resume() == null) {
            coverage.requireWhole(request.path(), request.size());
        }
        Sftp sftp = place.lines().any();
        try {
            if (!isRenamed(sftp)) {
                finished = finish(sftp, modified, meta);
                rename(sftp);
            } else {
                sftp.dropReplaced(target);
            }
            ended = true;
            place.published(target);
            return place.entry(request.path(), Objects.requireNonNull(finished), null);
        } catch (Said said) {
            throw failed(sftp, said, "could not be published");
        }
    }

    /// Whether an earlier try whose answer was lost did its work: the unfinished file is gone, and what is there
    /// now is as it was.
    private boolean isRenamed(Sftp sftp) throws IOException {
        if (finished == null || sftp.lstatOrNull(temp) != null) {
            return false;
        }
        Attributes there = sftp.lstatOrNull(target);
        return there != null
                && there.kind() == Entry.Kind.FILE
                && Objects.equals(there.size(), finished.size())
                && Objects.equals(there.modified(), finished.modified());
    }

    /// Sets what goes with the file, looks that it is as long as it must be, and closes it: one round trip, most
    /// often.
    private Attributes finish(Sftp sftp, @Nullable Instant modified, Meta meta) throws IOException {
        byte[] handle = handles.on(sftp);
        Attributes wanted = Attributes.of(meta.mode(), modified);
        Call set = wanted.isEmpty() ? null : sftp.set(handle, wanted);
        Call stat = sftp.stat(handle);
        Handles.Closing closing = handles.close();
        boolean isSet = set == null || place.tried(sftp, set);
        Attributes now = sftp.attributes(stat);
        closing.await();
        boolean again = !isSet;
        if (request.size() != Entry.UNKNOWN && now.size() != null && now.size() > request.size()) {
            sftp.ok(sftp.set(temp, Attributes.ofSize(request.size())));
            again = true;
        }
        Attributes owner = place.owners().wanted(meta, now);
        if (owner != null) {
            if (place.tried(sftp, sftp.set(temp, owner))) {
                again = true;
            } else {
                place.owners().refused();
            }
        }
        if (again) {
            now = setAgain(sftp, modified, meta);
        }
        if (request.size() != Entry.UNKNOWN && now.size() != null && now.size() != request.size()) {
            throw new Corrupt(
                    thing, now.size(), request.size() + " bytes", now.size() + " bytes", "Send it again.", null);
        }
        return now;
    }

    /// Time and mode one by one, for a server that has refused them together, or has changed them with what else
    /// it was told: a new owner takes some bits of the mode away.
    private Attributes setAgain(Sftp sftp, @Nullable Instant modified, Meta meta) throws IOException {
        for (Attributes one : List.of(Attributes.of(meta.mode(), null), Attributes.of(null, modified))) {
            if (!one.isEmpty()) {
                place.tried(sftp, sftp.set(temp, one));
            }
        }
        return sftp.lstat(temp);
    }

    private void rename(Sftp sftp) throws IOException {
        switch (request.existing()) {
            case REPLACE -> sftp.rename(temp, target);
            case FAIL -> renameNew(sftp);
        }
    }

    /// A link to the file fails where the name is taken, on every system and at once.
    private void renameNew(Sftp sftp) throws IOException {
        try {
            if (sftp.has(Offers.HARDLINK)) {
                sftp.hardLink(temp, target);
                sftp.forget(sftp.path(Wire.REMOVE, temp));
                return;
            }
        } catch (Said said) {
            if (said.is(Wire.NO_SUCH_FILE)) {
                throw said;
            }
            requireNothing(sftp);
        }
        requireNothing(sftp);
        try {
            sftp.renameNew(temp, target);
        } catch (Said said) {
            requireNothing(sftp);
            throw said;
        }
    }

    private void requireNothing(Sftp sftp) throws IOException {
        Attributes there = sftp.lstatOrNull(target);
        if (there != null && there.kind() == Entry.Kind.FOLDER) {
            throw new Refused(thing, "is a folder, not a file", "Remove it or choose another name.");
        }
        if (there != null) {
            throw new Conflict(thing, "exists already");
        }
    }

    @Override
    public void suspend() throws IOException {
        requireOpen();
        ended = true;
        try {
            handles.close().await();
        } catch (Said said) {
            throw place.passing(thing, "could not be kept for later", said);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException(thing + ": this writing has ended");
        }
    }

    private IOException failed(Sftp sftp, Said said, String happened) throws IOException {
        return place.writing(sftp, target, thing, Math.max(0, request.size()), said, happened);
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        handles.drop();
        Sftp sftp = place.lines().any();
        try {
            sftp.ok(sftp.path(Wire.REMOVE, temp));
        } catch (Said said) {
            if (!said.is(Wire.NO_SUCH_FILE)) {
                throw said.of(SftpPlace.beside(thing, token), "could not be removed");
            }
        }
    }
}
