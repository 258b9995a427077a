package reel.backend.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.PartName;

/// A line whose greeting is done: the requests of SFTP as methods. Each waits for its answer, but for those that
/// return a [Call]: several of these go out together.
///
/// Statuses that are no success come out as [Said].
final class Sftp implements AutoCloseable {
    private static final int MOST_EXTENSIONS = 256;
    private static final int MOST_VALUE = 4096;

    private final Line line;
    private final Offers offers;
    private final long roundTripNanos;

    private Sftp(Line line, Offers offers, long roundTripNanos) {
        this.line = line;
        this.offers = offers;
        this.roundTripNanos = roundTripNanos;
    }

    /// @param connect patience for the whole handshake, not counting what the user needs to answer
    static Sftp open(Tube tube, String peer, Duration connect, Duration silence) throws IOException {
        Line line = Line.open(tube, peer, silence);
        boolean done = false;
        try {
            Set<String> extensions = extensions(line.greeting(connect));
            tube.greeted();
            long before = System.nanoTime();
            Offers offers = offers(line, extensions);
            Sftp sftp = new Sftp(line, offers, System.nanoTime() - before);
            done = true;
            return sftp;
        } finally {
            if (!done) {
                line.close();
            }
        }
    }

    private static Set<String> extensions(Answer greeting) throws IOException {
        Set<String> extensions = new HashSet<>();
        for (int i = 0; !greeting.isEmpty(); i++) {
            if (i == MOST_EXTENSIONS) {
                throw greeting.wrong("at most " + MOST_EXTENSIONS + " extensions", "more");
            }
            String name = Answer.text(greeting.bytes(MOST_VALUE));
            String version = Answer.text(greeting.bytes(MOST_VALUE));
            if (name != null && version != null && Offers.isSpoken(name, version)) {
                extensions.add(name);
            }
        }
        return extensions;
    }

    /// One request either way, so that the round trip is known.
    private static Offers offers(Line line, Set<String> extensions) throws IOException {
        if (!extensions.contains(Offers.LIMITS)) {
            line.answer(line.send(Packet.of(Wire.REALPATH).text("."))).expect(Wire.NAME);
            return new Offers(extensions, Offers.SURE_BYTES, Offers.SURE_BYTES);
        }
        Answer limits = line.answer(line.send(Packet.extended(Offers.LIMITS))).expect(Wire.EXTENDED_REPLY);
        limits.u64();
        return new Offers(extensions, most(limits.u64()), most(limits.u64()));
    }

    /// 0 is for a server that has no limit, or does not say.
    private static int most(long told) {
        return told <= 0 ? Offers.SURE_BYTES : (int) Math.min(told, Offers.MOST_BYTES);
    }

    Line line() {
        return line;
    }

    Offers offers() {
        return offers;
    }

    boolean has(String extension) {
        return offers.has(extension);
    }

    /// Of one request while the line was quiet.
    long roundTripNanos() {
        return roundTripNanos;
    }

    boolean isAlive() {
        return line.isAlive();
    }

    Call open(String path, int flags) throws IOException {
        return line.send(Packet.of(Wire.OPEN).text(path).u32(flags).attributes(Attributes.NONE));
    }

    byte[] handle(Call call) throws IOException {
        return line.answer(call).expect(Wire.HANDLE).bytes(Wire.MOST_HANDLE);
    }

    /// Ends what came of an open whose handle nobody took.
    void giveUp(Call opened) throws IOException {
        if (!line.isAlive()) {
            return;
        }
        line.abandon(opened);
        Answer answer = opened.isDone() ? opened.answer() : null;
        if (answer != null && answer.type() == Wire.HANDLE) {
            forget(close(answer.bytes(Wire.MOST_HANDLE)));
        }
    }

    Call close(byte[] handle) throws IOException {
        return line.send(Packet.of(Wire.CLOSE).bytes(handle));
    }

    Call sync(byte[] handle) throws IOException {
        return line.sendSlow(Packet.extended(Offers.FSYNC).bytes(handle));
    }

    Call copy(byte[] from, long offset, long length, byte[] to) throws IOException {
        return line.sendSlow(Packet.extended(Offers.COPY_DATA)
                .bytes(from)
                .u64(offset)
                .u64(length)
                .bytes(to)
                .u64(offset));
    }

    /// @param type LSTAT or STAT
    Call stat(int type, String path) throws IOException {
        return line.send(Packet.of(type).text(path));
    }

    Call stat(byte[] handle) throws IOException {
        return line.send(Packet.of(Wire.FSTAT).bytes(handle));
    }

    Attributes attributes(Call call) throws IOException {
        return Attributes.read(line.answer(call).expect(Wire.ATTRS));
    }

    Attributes lstat(String path) throws IOException {
        return attributes(stat(Wire.LSTAT, path));
    }

    /// Null where there is nothing.
    @Nullable
    Attributes lstatOrNull(String path) throws IOException {
        try {
            return lstat(path);
        } catch (Said said) {
            if (said.is(Wire.NO_SUCH_FILE)) {
                return null;
            }
            throw said;
        }
    }

    Call set(byte[] handle, Attributes attributes) throws IOException {
        return line.send(Packet.of(Wire.FSETSTAT).bytes(handle).attributes(attributes));
    }

    Call set(String path, Attributes attributes) throws IOException {
        return line.send(Packet.of(Wire.SETSTAT).text(path).attributes(attributes));
    }

    Call setLink(String path, Attributes attributes) throws IOException {
        return line.send(Packet.extended(Offers.LSETSTAT).text(path).attributes(attributes));
    }

    /// REMOVE, RMDIR or OPENDIR, READDIR with a handle: what takes one path.
    Call path(int type, String path) throws IOException {
        return line.send(Packet.of(type).text(path));
    }

    Call readFolder(byte[] handle) throws IOException {
        return line.send(Packet.of(Wire.READDIR).bytes(handle));
    }

    Call makeFolder(String path) throws IOException {
        return line.send(Packet.of(Wire.MKDIR).text(path).attributes(Attributes.NONE));
    }

    /// Replaces what is there, at once where the server can. Elsewhere what is there is put aside until the new has
    /// its name, and put back where it does not get it.
    void rename(String from, String to) throws IOException {
        if (has(Offers.POSIX_RENAME)) {
            ok(line.send(Packet.extended(Offers.POSIX_RENAME).text(from).text(to)));
            return;
        }
        try {
            renameNew(from, to);
        } catch (Said said) {
            Attributes there = said.is(Wire.FAILURE) ? lstatOrNull(to) : null;
            if (there == null || there.kind() == Entry.Kind.FOLDER) {
                throw said;
            }
            replace(from, to);
        }
        dropReplaced(to);
    }

    private void replace(String from, String to) throws IOException {
        String old = aside(to);
        Call stale = path(Wire.REMOVE, old);
        try {
            ok(stale);
        } catch (Said nothing) {
            if (!nothing.is(Wire.NO_SUCH_FILE)) {
                throw nothing;
            }
        }
        renameNew(to, old);
        try {
            renameNew(from, to);
        } catch (Said said) {
            try {
                renameNew(old, to);
            } catch (IOException second) {
                said.addSuppressed(second);
            }
            throw said;
        }
    }

    /// Removes what was at `to` before, also what a killed process had put aside. Nobody waits for it.
    void dropReplaced(String to) throws IOException {
        if (!has(Offers.POSIX_RENAME)) {
            forget(path(Wire.REMOVE, aside(to)));
        }
    }

    /// Where what is at `path` waits to be replaced, always the same.
    private static String aside(String path) {
        return SftpPlace.beside(path, PartName.of(path.substring(path.lastIndexOf('/') + 1)));
    }

    /// By the standard nothing is replaced; some servers do so nevertheless.
    void renameNew(String from, String to) throws IOException {
        ok(line.send(Packet.of(Wire.RENAME).text(from).text(to)));
    }

    void hardLink(String from, String to) throws IOException {
        ok(line.send(Packet.extended(Offers.HARDLINK).text(from).text(to)));
    }

    /// OpenSSH has the arguments the other way round than the standard, and everybody has followed.
    void link(String path, String target) throws IOException {
        ok(line.send(Packet.of(Wire.SYMLINK).text(target).text(path)));
    }

    Call readLink(String path) throws IOException {
        return line.send(Packet.of(Wire.READLINK).text(path));
    }

    Call realPath(String path) throws IOException {
        return line.send(Packet.of(Wire.REALPATH).text(path));
    }

    Call expandPath(String path) throws IOException {
        return line.send(Packet.extended(Offers.EXPAND_PATH).text(path));
    }

    /// The one name of an answer; what is no text comes out as null.
    @Nullable
    String name(Call call) throws IOException {
        Answer answer = line.answer(call).expect(Wire.NAME);
        int count = answer.u32();
        if (count != 1) {
            throw answer.wrong("one name", Integer.toUnsignedString(count));
        }
        return Answer.text(answer.bytes(Wire.MOST_PATH));
    }

    /// How many bytes somebody without privileges may still write where `path` is.
    long freeBytes(String path) throws IOException {
        Answer answer = line.answer(line.send(Packet.extended(Offers.STATVFS).text(path)))
                .expect(Wire.EXTENDED_REPLY);
        answer.u64();
        long block = answer.u64();
        answer.u64();
        answer.u64();
        long available = answer.u64();
        return block <= 0 || available < 0 || available > Long.MAX_VALUE / block ? Long.MAX_VALUE : block * available;
    }

    void ok(Call call) throws IOException {
        line.answer(call).ok();
    }

    Answer answer(Call call) throws IOException {
        return line.answer(call);
    }

    /// For a request whose answer nobody waits for; it is sent nevertheless.
    void forget(Call call) {
        call.abandon();
    }

    @Override
    public void close() {
        line.close();
    }
}
