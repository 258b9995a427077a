package reel.transfer.execute;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;
import reel.transfer.discover.Item;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferOptions;

/// The end of a file whose bytes are all at the destination: makes sure that they are those of one version of the
/// source, makes them visible, and compares what the destination tells.
final class Publishing {
    private final FileWork work;
    private final Setting setting;
    private final Item item;
    private final Way way;

    Publishing(FileWork work, Way way) {
        this.work = work;
        this.setting = work.setting();
        this.item = work.item();
        this.way = way;
    }

    void run() throws IOException {
        Entry source = unchanged();
        Hash digest = work.digest();
        Map<DigestKind, String> known = known(source, digest);
        Entry old = item.old();
        String path = setting.job().destination().at(item.path());
        if (old != null) {
            setting.backUp(path, item.path());
        }
        TransferOptions options = setting.job().options();
        // A disk would read everything once more to check, which is what `verify` is for.
        Map<DigestKind, String> expected =
                setting.to().disk() == null || options.keeping().verify() ? known : Map.of();
        Entry published = work.writing().publish(source.modified(), setting.kept(source.meta()), expected);
        try (var writing = work.writing()) {
            work.endLog();
        }
        check(published, known);
        if (options.keeping().verify()) {
            verify(source, published, digest);
        }
        setting.arrived(item, source);
        setting.tally().finished(item.path(), work.storedBytes(), true);
        if (setting.job().mode() == Mode.MOVE) {
            setting.source().delete(source.path());
            setting.tally().events().removed(item.path());
        }
    }

    /// The source as it is now, which must be what was read.
    private Entry unchanged() throws IOException {
        Entry read = work.source();
        Entry now = read.version() != null ? read : setting.source().stat(read.path());
        boolean same = now.isFile()
                && (read.size() == Entry.UNKNOWN || now.size() == Entry.UNKNOWN || now.size() == read.size())
                && (read.modified() == null || read.modified().equals(now.modified()));
        long size = read.size();
        if (!same || way != Way.TRANSFORM && size != Entry.UNKNOWN && work.storedBytes() != size) {
            throw new Conflict(
                    setting.job().source().name(item.path()),
                    "changed while it was read",
                    "Start again when it is at rest.");
        }
        return now;
    }

    /// What is known of the bytes that were sent.
    private Map<DigestKind, String> known(Entry source, @Nullable Hash digest) throws Corrupt {
        Map<DigestKind, String> known = new EnumMap<>(DigestKind.class);
        if (way != Way.TRANSFORM) {
            known.putAll(work.source().digests());
            known.putAll(source.digests());
        }
        if (digest != null) {
            String told = known.put(DigestKind.BLAKE3, digest.toString());
            if (told != null && !told.equals(digest.toString())) {
                throw new Corrupt(
                        setting.job().source().name(item.path()),
                        -1,
                        "BLAKE3 " + told + ", as its place tells",
                        digest.toString(),
                        "Read it once more; if it stays, the place or the way to it damages files.",
                        null);
            }
        }
        return known;
    }

    /// A place that tells another size or digest than what it was given has stored something else.
    private void check(Entry published, Map<DigestKind, String> known) throws IOException {
        long size = work.storedBytes();
        if (published.size() != Entry.UNKNOWN && published.size() != size) {
            throw wrong(published, size + " bytes", published.size() + " bytes");
        }
        for (Map.Entry<DigestKind, String> one : known.entrySet()) {
            String told = published.digests().get(one.getKey());
            if (told != null && !told.equals(one.getValue())) {
                throw wrong(published, one.getKey() + " " + one.getValue(), told);
            }
        }
    }

    private void verify(Entry source, Entry published, @Nullable Hash digest) throws IOException {
        String expected =
                digest != null ? digest.toString() : Contents.digest(setting.source(), source, DigestKind.BLAKE3);
        String actual = Contents.read(setting.destination(), published, DigestKind.BLAKE3);
        if (!expected.equals(actual)) {
            throw wrong(published, "BLAKE3 " + expected, actual);
        }
    }

    /// What is there is not what was sent: it does not stay.
    private IOException wrong(Entry published, String expected, String actual) {
        Corrupt corrupt = new Corrupt(
                setting.job().destination().name(item.path()),
                -1,
                expected,
                actual,
                "Send it again; if it happens again, do not trust that place.",
                null);
        try {
            setting.destination().delete(published.path());
        } catch (IOException second) {
            corrupt.addSuppressed(second);
        }
        return corrupt;
    }
}
