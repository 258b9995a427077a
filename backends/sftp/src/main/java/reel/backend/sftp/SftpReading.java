package reel.backend.sftp;

import java.io.IOException;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// One version of a file on a server, as far as size and time can tell versions apart: both are looked at when
/// the file is opened on a line and again behind each range that was read there.
final class SftpReading implements Reading {
    private final SftpPlace place;
    private final String thing;
    private final Entry entry;
    private final Handles handles;

    private SftpReading(SftpPlace place, String thing, Entry entry) {
        this.place = place;
        this.thing = thing;
        this.entry = entry;
        this.handles = new Handles(this::openOn);
    }

    static SftpReading open(SftpPlace place, Entry told) throws IOException {
        String path = told.path();
        String full = place.full(path);
        if (!told.isFile()) {
            throw new Refused(place.thing(path), "is no file that can be read");
        }
        Sftp sftp = place.lines().any();
        // A link's own attributes: what is behind a link is another file.
        Call stat = sftp.stat(Wire.LSTAT, full);
        Call open = sftp.open(full, Wire.FOR_READING);
        byte[] handle = null;
        boolean done = false;
        try {
            Attributes now = sftp.attributes(stat);
            handle = sftp.handle(open);
            if (now.kind() != Entry.Kind.FILE) {
                throw new Refused(place.thing(path), "is no file that can be read");
            }
            requireSame(place.thing(path), told, now);
            SftpReading reading = new SftpReading(place, place.thing(path), place.entry(path, now, null));
            reading.handles.put(sftp, handle);
            done = true;
            return reading;
        } catch (Said said) {
            throw said.of(place.thing(path), "could not be opened");
        } finally {
            if (!done) {
                if (handle == null) {
                    sftp.giveUp(open);
                } else {
                    sftp.forget(sftp.close(handle));
                }
            }
        }
    }

    private byte[] openOn(Sftp sftp) throws IOException {
        byte[] handle = sftp.handle(sftp.open(place.full(entry.path()), Wire.FOR_READING));
        boolean done = false;
        try {
            requireSame(thing, entry, sftp.attributes(sftp.stat(handle)));
            done = true;
            return handle;
        } finally {
            if (!done) {
                sftp.forget(sftp.close(handle));
            }
        }
    }

    /// That `now` is the version that was told.
    static void requireSame(String thing, Entry told, Attributes now) throws Conflict {
        boolean size = told.size() == Entry.UNKNOWN || now.size() == null || told.size() == now.size();
        boolean time = told.modified() == null
                || now.modified() == null
                || told.modified().getEpochSecond() == now.modified();
        if (!size || !time) {
            throw new Conflict(thing, "changed since it was listed", "Start again when it is at rest.");
        }
    }

    byte[] on(Sftp sftp) throws IOException {
        return handles.on(sftp);
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public void read(long offset, long length, Pieces sink) throws IOException {
        long size = entry.size();
        boolean none = offset < 0 || (length < 0 && length != Entry.UNKNOWN);
        if (none || (size >= 0 && length > size - offset)) {
            throw new Corrupt(thing, offset, length + " bytes from there", "a file of " + size, null, null);
        }
        long count = length == Entry.UNKNOWN && size >= 0 ? Math.max(0, size - offset) : length;
        try (Lines.Use use = place.lines().stream(count)) {
            Sftp sftp = use.sftp();
            byte[] handle = handles.on(sftp);
            try (RangeRead range = new RangeRead(sftp, handle, offset, count, place.memory())) {
                boolean whole = range.run(sink);
                Attributes now = range.after();
                requireSame(thing, entry, now);
                if (!whole && count != Entry.UNKNOWN) {
                    throw new Corrupt(
                            thing,
                            offset,
                            count + " bytes from there",
                            "an end before them, of a file that has them by its size",
                            "Check the file on its server.",
                            null);
                }
            }
        } catch (Said said) {
            throw said.is(Wire.FAILURE)
                    ? place.passing(thing, "could not be read", said)
                    : said.of(thing, "could not be read");
        }
    }

    @Override
    public void close() {
        handles.drop();
    }
}
