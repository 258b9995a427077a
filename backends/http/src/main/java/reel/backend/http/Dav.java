package reel.backend.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartName;
import reel.backend.place.PartRule;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Answer;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Lasting;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;

/// WebDAV (RFC 4918): telling folders and changing them.
///
/// A file is uploaded under a hidden name beside its own and moved at its end, since many servers write an upload
/// straight into the file.
final class Dav {
    /// The largest part. One upload is one request whatever its parts are; a file of one part can be sent again.
    private static final long PART_BYTES = 8 << 20;

    /// Parts come in order.
    static final PartRule PARTS = new PartRule(false, 1, PART_BYTES, Integer.MAX_VALUE, 1, true, PART_BYTES);

    private static final long MOST_LISTING = 1L << 30;
    private static final Source WANTED = Source.of(("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                    + "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:resourcetype/><D:getcontentlength/>"
                    + "<D:getlastmodified/><D:getetag/></D:prop></D:propfind>")
            .getBytes(StandardCharsets.UTF_8));

    private final Caller caller;
    private final NameRules names;
    private volatile boolean madeRoot;
    private volatile @Nullable Boolean tellsDotNames;

    Dav(Caller caller, NameRules names) {
        this.caller = caller;
        this.names = names;
    }

    Caller caller() {
        return caller;
    }

    String shown(String path) {
        return path.isEmpty() ? caller.where().toString() : caller.where() + "/" + path;
    }

    Url url(String path) {
        return caller.root().below(path);
    }

    /// Whether the server says that it speaks WebDAV.
    boolean isSpoken() throws IOException {
        try (Answer answer = caller.send(shown(""), "OPTIONS", caller.root(), Map.of(), null)) {
            @Nullable String levels = answer.header("dav");
            return answer.succeeded() && levels != null && levels.contains("1");
        }
    }

    Entry stat(String path) throws IOException {
        return statAt(path, url(path));
    }

    Entry statAt(String path, Url url) throws IOException {
        AtomicReference<@Nullable Entry> found = new AtomicReference<>();
        propfind(path, url, "0", resource -> found.compareAndSet(null, entry(path, resource)));
        Entry entry = found.get();
        if (entry == null) {
            throw new Missing(shown(path), "is not there");
        }
        return entry;
    }

    /// Where the server tells of anything but the folder and its direct children the listing is not believed.
    void list(String folder, Consumer<Entry> sink) throws IOException {
        Url url = url(folder).folder();
        boolean[] isFolder = {false};
        propfind(folder, url, "1", resource -> {
            @Nullable Url at = url.resolve(resource.href());
            if (at == null) {
                throw wrong(folder, "addresses", "something else");
            }
            String path = at.folder().path();
            if (same(path, url.path())) {
                isFolder[0] |= resource.collection();
                return;
            }
            String name = name(folder, url, path);
            if (!PartName.is(name)) {
                sink.accept(entry(folder.isEmpty() ? name : folder + "/" + name, resource));
            }
        });
        if (!isFolder[0]) {
            throw new Refused(shown(folder), "is no folder");
        }
    }

    /// The last segment of a path that ends with a slash and lies in `parent`.
    private String name(String folder, Url parent, String path) throws IOException {
        int slash = path.lastIndexOf('/', path.length() - 2);
        if (!same(path.substring(0, slash + 1), parent.path())) {
            throw wrong(folder, "what lies in it", "something that lies elsewhere");
        }
        @Nullable String name = Url.decode(path.substring(slash + 1, path.length() - 1));
        if (name == null) {
            throw wrong(folder, "names", "one that is no text: " + path.substring(slash + 1));
        }
        @Nullable String problem = name.indexOf('/') >= 0 ? "has a slash" : names.problem(name);
        if (problem != null) {
            throw wrong(folder, "names", "one that " + problem);
        }
        return name;
    }

    private static boolean same(String path, String other) {
        @Nullable String plain = Url.decode(path);
        return plain != null && plain.equals(Url.decode(other));
    }

    private static Entry entry(String path, Multistatus.Resource resource) {
        if (resource.collection()) {
            return Entry.folder(path, HttpTime.date(resource.modified()), Meta.NONE);
        }
        @Nullable String length = resource.length();
        long size = length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : Entry.UNKNOWN;
        return new Entry(
                path, Entry.Kind.FILE, size, HttpTime.date(resource.modified()), resource.tag(), Meta.NONE, Map.of());
    }

    private void propfind(String path, Url url, String depth, Multistatus.Sink sink) throws IOException {
        Map<String, String> headers = Map.of("Depth", depth, "Content-Type", "application/xml; charset=utf-8");
        try (Answer answer = caller.send(shown(path), "PROPFIND", url, headers, WANTED)) {
            // A server may send a folder's caller there, or speak WebDAV only below `/dav/`, which `/dav` is not.
            boolean slashed = answer.status() / 100 == 3 || answer.status() == 405;
            if (!slashed || url.path().endsWith("/")) {
                if (answer.status() != 207) {
                    throw HttpFailure.of(shown(path), answer);
                }
                Multistatus.read(shown(path), answer.stream(MOST_LISTING), sink);
                return;
            }
        }
        propfind(path, url.folder(), depth, sink);
    }

    Writing create(WriteRequest request) throws IOException {
        if (request.resume() != null) {
            throw new Missing(
                    shown(request.path()), "cannot go on: an upload to a web server begins anew", "Transfer it again.");
        }
        requireNoFolder(request.path());
        makeParent(request.path());
        return request.size() == Entry.UNKNOWN ? new DavSpooling(this, request) : new DavWriting(this, request);
    }

    /// Many servers replace a folder with all that is in it when a file is moved there.
    private void requireNoFolder(String path) throws IOException {
        try {
            if (!stat(path).isFolder()) {
                return;
            }
        } catch (Missing nothing) {
            return;
        }
        throw new Refused(shown(path), "is a folder, where a file is to be", "Remove it, or take another name.");
    }

    /// An address of its own beside `path`.
    Url beside(String path) {
        Url parent =
                path.isEmpty() ? caller.root().parent() : url(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
        return parent.below(PartName.next());
    }

    /// The folder that a path lies in; that of the place itself where it is one file.
    private void makeParent(String path) throws IOException {
        if (!path.isEmpty()) {
            makeFolder(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
        } else if (!madeRoot) {
            makeFolders(caller.root().parent());
            madeRoot = true;
        }
    }

    void makeFolder(String path) throws IOException {
        if (path.isEmpty()) {
            makeRoot();
            return;
        }
        makeFolder(url(path), path);
    }

    private void makeFolder(Url url, String path) throws IOException {
        int status = makeOne(url, path);
        if (status != 409 && status != 404) {
            return;
        }
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            makeRoot();
        } else {
            makeFolder(path.substring(0, slash));
        }
        status = makeOne(url, path);
        if (status == 409 || status == 404) {
            throw new Missing(shown(path), "cannot be made: the folder it belongs into is not there");
        }
    }

    /// @return 409 or 404 where its parent is missing, else a success
    private int makeOne(Url url, String path) throws IOException {
        try (Answer answer = caller.send(shown(path), "MKCOL", url.folder(), Map.of(), null)) {
            int status = answer.status();
            if (answer.succeeded() || status == 409 || status == 404) {
                return status;
            }
            if (status != 405 && status / 100 != 3) {
                throw HttpFailure.of(shown(path), answer);
            }
        }
        // Something is there already.
        if (!statAt(path, url).isFolder()) {
            throw new Refused(url.toString(), "is a file where a folder is needed", "Move it out of the way.");
        }
        return 200;
    }

    /// The place's own folder, with those above it.
    private void makeRoot() throws IOException {
        if (!madeRoot) {
            makeFolders(caller.root().folder());
            madeRoot = true;
        }
    }

    private void makeFolders(Url folder) throws IOException {
        if (folder.path().equals("/")) {
            return;
        }
        int status = makeOne(folder, "");
        if (status != 409 && status != 404) {
            return;
        }
        makeFolders(folder.parent());
        status = makeOne(folder, "");
        if (status == 409 || status == 404) {
            throw new Missing(folder.toString(), "cannot be made: the folder it belongs into is not there");
        }
    }

    void delete(String path) throws IOException {
        Entry entry;
        try {
            entry = stat(path);
        } catch (Missing nothing) {
            return;
        }
        if (entry.isFolder()) {
            throw new Refused(shown(path), "is a folder, not a file");
        }
        deleteAt(path, url(path));
    }

    void deleteAt(String path, Url url) throws IOException {
        try (Answer answer = caller.send(shown(path), "DELETE", url, Map.of(), null)) {
            if (!answer.succeeded() && answer.status() != 404) {
                throw HttpFailure.of(shown(path), answer);
            }
        }
    }

    void deleteFolder(String path) throws IOException {
        if (isThereAndEmpty(path)) {
            deleteAt(path, url(path).folder());
        }
    }

    /// nginx, for one, tells no names that begin with a dot: nobody took what has them out of the folder.
    void deleteEmptied(String path) throws IOException {
        if (isThereAndEmpty(path)) {
            if (!tellsDotNames(path)) {
                throw new Refused(
                        shown(path),
                        "may hold names that begin with a dot, which the server does not tell",
                        "Delete it if nothing in it is wanted.");
            }
            deleteAt(path, url(path).folder());
        }
    }

    /// WebDAV deletes with all that is in it, so it is looked into first.
    ///
    /// @return false where no folder is; one that is not empty is [Refused]
    private boolean isThereAndEmpty(String folder) throws IOException {
        boolean[] empty = {true};
        try {
            list(folder, entry -> empty[0] = false);
        } catch (Missing nothing) {
            return false;
        }
        if (!empty[0]) {
            throw new Refused(shown(folder), "is a folder that is not empty");
        }
        return true;
    }

    /// Found out once, with an empty file in a folder that may be written into; else nobody knows.
    private boolean tellsDotNames(String folder) throws IOException {
        Boolean known = tellsDotNames;
        if (known != null) {
            return known;
        }
        Url dotted = url(folder).below(PartName.next());
        boolean[] told = {false};
        try {
            put(shown(folder), dotted, Source.of(new byte[0]));
            Url listed = url(folder).folder();
            propfind(folder, listed, "1", resource -> {
                @Nullable Url at = listed.resolve(resource.href());
                told[0] |= at != null && same(at.path(), dotted.path());
            });
        } catch (Refused | Missing | Conflict | Exhausted unwritable) {
            return false;
        } finally {
            Lasting.run(() -> deleteAt(folder, dotted));
        }
        tellsDotNames = told[0];
        return told[0];
    }

    void put(String shown, Url url, Source body) throws IOException {
        try (Answer answer = caller.send(shown, "PUT", url, Map.of(), body)) {
            if (!answer.succeeded()) {
                throw HttpFailure.of(shown, answer);
            }
        }
    }

    void move(String from, String to) throws IOException {
        if (!stat(from).isFile()) {
            throw new Refused(shown(from), "is no file");
        }
        makeParent(to);
        moveTo(from, url(from), to, true);
    }

    Entry copy(Entry from, String to) throws IOException {
        requireSame(from);
        requireNoFolder(to);
        makeParent(to);
        Url hidden = beside(to);
        boolean moved = false;
        try {
            transfer("COPY", from.path(), url(from.path()), hidden, true);
            requireSame(from);
            moveTo(to, hidden, to, true);
            moved = true;
        } finally {
            if (!moved) {
                Lasting.run(() -> deleteAt(to, hidden));
            }
        }
        return stat(to);
    }

    private void requireSame(Entry told) throws IOException {
        if (HttpEntry.differ(told, stat(told.path()))) {
            throw new Conflict(shown(told.path()), "changed before it was copied", "Run the command again.");
        }
    }

    /// Gives what lies at `url` the path `to`, in one step; where it may not replace, what is there is [Conflict].
    void moveTo(String from, Url url, String to, boolean replaces) throws IOException {
        if (transfer("MOVE", from, url, url(to), false)) {
            return;
        }
        if (!replaces) {
            throw new Conflict(shown(to), "exists already");
        }
        requireNoFolder(to);
        boolean unused = transfer("MOVE", from, url, url(to), true);
    }

    /// @return whether it is there now; false where something is that may not be replaced
    private boolean transfer(String method, String path, Url url, Url to, boolean replaces) throws IOException {
        Map<String, String> headers = Map.of("Destination", to.toString(), "Overwrite", replaces ? "T" : "F");
        try (Answer answer = caller.send(shown(path), method, url, headers, null)) {
            if (answer.status() == 412 && !replaces) {
                return false;
            }
            // 207 tells of parts that failed.
            if (!answer.succeeded() || answer.status() == 207) {
                throw HttpFailure.of(shown(path), answer);
            }
            return true;
        }
    }

    private Corrupt wrong(String path, String expected, String actual) {
        return new Corrupt(
                shown(path),
                -1,
                expected + " in the server's listing",
                actual,
                "Check the server, then try again.",
                null);
    }
}
