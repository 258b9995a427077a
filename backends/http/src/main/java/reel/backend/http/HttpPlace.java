package reel.backend.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartName;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Answer;
import reel.backend.wire.Interruption;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;

/// A tree on a web server: what any server offers for reading, and [Dav] where it speaks that.
///
/// Whether it does is asked once, at the first call that wants to know. Without it folders are the server's index
/// pages.
final class HttpPlace implements Place {
    /// Addresses of more bytes are refused by common servers.
    private static final NameRules NAMES = new NameRules(false, "", false, 255, 2048);

    private final Caller caller;
    private final Dav dav;
    private final IndexPages pages;
    private volatile @Nullable Boolean speaksDav;
    private volatile Ranges ranges = Ranges.UNKNOWN;

    /// Whether the server gives parts of a file.
    private enum Ranges {
        UNKNOWN,
        GIVEN,
        NONE
    }

    HttpPlace(Caller caller, @Nullable Boolean webdav) {
        this.caller = caller;
        this.speaksDav = webdav;
        this.dav = new Dav(caller, NAMES);
        this.pages = new IndexPages(caller, NAMES, this::head);
    }

    @Override
    public @Nullable Duration roundTrip() {
        return caller.roundTrip();
    }

    @Override
    public PlaceTraits traits() {
        // As long as nobody asked, it may.
        boolean writes = !Boolean.FALSE.equals(speaksDav);
        return new PlaceTraits(
                caller.where().toString(),
                Dav.PARTS,
                ranges != Ranges.NONE,
                writes,
                false,
                null,
                Set.of(),
                NAMES,
                caller.most(),
                null,
                writes ? dav::move : null,
                writes ? (from, to, begun) -> dav.copy(from, to) : null,
                null,
                null,
                null,
                null,
                null);
    }

    private boolean speaksDav() throws IOException {
        @Nullable Boolean known = speaksDav;
        if (known != null) {
            return known;
        }
        boolean found = dav.isSpoken();
        speaksDav = found;
        return found;
    }

    private String shown(String path) {
        String where = caller.where().toString();
        return path.isEmpty() ? where : where + (where.endsWith("/") ? "" : "/") + path;
    }

    private void require(String path) throws Refused {
        if (!path.isEmpty()) {
            NAMES.require(caller.where().toString(), path);
        }
        if (PartName.is(path.substring(path.lastIndexOf('/') + 1))) {
            throw new Refused(shown(path), "has the name of an unfinished upload", "Rename it.");
        }
    }

    /// The place itself is nothing that could be taken away.
    private void requireBelow(String path) throws Refused {
        if (path.isEmpty()) {
            throw new Refused(shown(path), "is the place itself", "Name what lies in it.");
        }
        require(path);
    }

    @Override
    public Entry stat(String path) throws IOException {
        require(path);
        Url url = caller.root().below(path);
        boolean isFolder = url.path().endsWith("/");
        if (isFolder || speaksDav != null) {
            if (speaksDav()) {
                return dav.stat(path);
            }
            return isFolder ? pages.folder(path, url) : fileOrPage(path, url);
        }
        // A file is one in any case, so that reading it asks nothing else.
        try {
            Entry entry = head(path, url);
            if (entry.isFile() && !perhapsPage(entry)) {
                return entry;
            }
        } catch (Missing | Refused perhapsAFolder) {
            // WebDAV may tell.
        }
        return speaksDav() ? dav.stat(path) : fileOrPage(path, url);
    }

    /// Some servers answer for a folder with a page and no redirect.
    private static boolean perhapsPage(Entry entry) {
        @Nullable String type = entry.meta().contentType();
        return type == null || type.startsWith("text/html") || type.contains("directory");
    }

    private Entry fileOrPage(String path, Url url) throws IOException {
        try {
            Entry entry = head(path, url);
            return entry.isFolder() ? pages.folder(path, url.folder()) : entry;
        } catch (Missing nothing) {
            if (path.isEmpty() && url.query() != null) {
                throw nothing;
            }
            try {
                return pages.folder(path, url.folder());
            } catch (Missing | Refused neither) {
                throw nothing;
            }
        }
    }

    /// Asks for a file's headers; where the server does not offer that, or does not say whether it gives ranges, for
    /// its first byte. So it does where the file is empty by them: some tell that of everything they make anew.
    private Entry head(String path, Url url) throws IOException {
        String shown = shown(path);
        @Nullable Entry entry = null;
        try (Answer answer = caller.send(shown, "HEAD", url, Map.of(), null)) {
            if (answer.status() / 100 == 3) {
                return Entry.folder(path, null, Meta.NONE);
            }
            if (answer.succeeded()) {
                entry = HttpEntry.of(path, answer, answer.length() < 0 ? Entry.UNKNOWN : answer.length());
                @Nullable String told = answer.header("accept-ranges");
                if (told != null) {
                    ranges = told.equalsIgnoreCase("none") ? Ranges.NONE : Ranges.GIVEN;
                }
                if (ranges != Ranges.UNKNOWN && entry.size() != 0) {
                    return entry;
                }
            } else if (answer.status() != 405 && answer.status() != 501 && answer.status() != 403) {
                throw HttpFailure.of(shown, answer);
            }
        }
        return firstByte(path, url, entry);
    }

    /// @param head what the headers told, if they did
    private Entry firstByte(String path, Url url, @Nullable Entry head) throws IOException {
        String shown = shown(path);
        try (Answer answer = caller.send(shown, "GET", url, Map.of("Range", "bytes=0-0"), null)) {
            return switch (answer.status()) {
                case 206 -> {
                    ranges = Ranges.GIVEN;
                    String range = String.valueOf(answer.header("content-range"));
                    yield HttpEntry.of(path, answer, HttpEntry.total(shown, range));
                }
                // The range of an empty file cannot be.
                case 416 -> head != null && head.size() == 0 ? head : HttpEntry.of(path, answer, 0);
                case 200 -> {
                    if (answer.length() != 0) {
                        withoutRanges();
                    }
                    yield HttpEntry.of(path, answer, answer.length() < 0 ? Entry.UNKNOWN : answer.length());
                }
                default -> {
                    if (answer.status() / 100 == 3) {
                        yield Entry.folder(path, null, Meta.NONE);
                    }
                    throw HttpFailure.of(shown, answer);
                }
            };
        }
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        require(folder);
        if (speaksDav()) {
            dav.list(folder, sink);
        } else {
            pages.list(folder, caller.root().below(folder).folder(), sink);
        }
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        require(entry.path());
        String shown = shown(entry.path());
        if (!entry.isFile()) {
            throw new Refused(shown, "is no file");
        }
        Interruption.check(shown);
        Url url = caller.root().below(entry.path());
        if (entry.size() != Entry.UNKNOWN && (entry.version() != null || entry.modified() != null)) {
            // Every answer tells which version it is of, so none is asked for twice.
            return new HttpReading(caller, shown, url, entry, this::withoutRanges);
        }
        Entry now = head(entry.path(), url);
        if (!now.isFile()) {
            throw new Missing(shown, "is a folder by now");
        }
        if (HttpEntry.differ(entry, now)) {
            throw new Conflict(shown, "is another version than was told", "Run the command again.");
        }
        // Without a size of its own, all that comes would be the file, and less of it no failure.
        return new HttpReading(caller, shown, url, now.sizedAs(entry), this::withoutRanges);
    }

    private void withoutRanges() {
        ranges = Ranges.NONE;
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        require(request.path());
        if (request.path().isEmpty() && caller.root().path().endsWith("/")) {
            throw new Refused(shown(""), "is a folder, not a file", "Name the file in it.");
        }
        requireDav(request.path());
        return dav.create(request);
    }

    private void requireDav(String path) throws IOException {
        if (!speaksDav()) {
            throw new Refused(
                    shown(path),
                    "cannot be changed: the server offers no WebDAV",
                    "Turn it on there, or set the option webdav=true if it does not tell.");
        }
    }

    @Override
    public void makeFolder(String path) throws IOException {
        require(path);
        requireDav(path);
        dav.makeFolder(path);
    }

    @Override
    public void delete(String path) throws IOException {
        requireBelow(path);
        requireDav(path);
        dav.delete(path);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        requireBelow(path);
        requireDav(path);
        dav.deleteFolder(path);
    }

    @Override
    public void deleteEmptied(String path) throws IOException {
        requireBelow(path);
        requireDav(path);
        dav.deleteEmptied(path);
    }

    @Override
    public void close() {
        caller.close();
    }
}
