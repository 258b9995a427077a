package reel.backend.sftp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Copying;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartName;
import reel.backend.place.PartRule;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Exhausted;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;

/// A folder of a server that speaks SFTP. Links on the way to a file are the server's to follow.
final class SftpPlace implements Place {
    /// A server on Windows shows its drives as folders.
    private static final Pattern DRIVE = Pattern.compile("/[A-Za-z]:(/.*)?");

    /// Of a disk that counts as full: less than the smallest file system block that is left to nobody.
    private static final long FULL_BYTES = 64 << 10;

    private final String name;
    private final String base;
    private static final int LEAST_STREAMS = 8;

    private final Lines lines;
    private final Runnable end;
    private final MemoryBudget memory;
    private final Owners owners = new Owners();
    private final Published published;
    private final PlaceTraits traits;

    /// @param name for messages
    /// @param base absolute, without a slash at its end but for the root
    private SftpPlace(String name, String base, Lines lines, Runnable end, MemoryBudget memory, Offers offers) {
        this.name = name;
        this.base = base.equals("/") ? "" : base;
        this.lines = lines;
        this.end = end;
        this.memory = memory;
        this.published = new Published(lines);
        this.traits = new PlaceTraits(
                name,
                PartRule.FREE,
                true,
                true,
                offers.has(Offers.HARDLINK),
                Duration.ofSeconds(1),
                Set.of(),
                DRIVE.matcher(base).matches() ? NameRules.WINDOWS : NameRules.POSIX,
                lines.worth(),
                null,
                this::move,
                offers.has(Offers.COPY_DATA) ? this::copy : null,
                this::link,
                null,
                null,
                this::touch,
                offers.has(Offers.FSYNC) ? published::sync : null);
    }

    /// @param wanted the path as the location has it: absolute, or from the home of `~`
    /// @param end    what [#close] does
    static SftpPlace open(String name, String wanted, Lines lines, Runnable end, MemoryBudget memory)
            throws IOException {
        Sftp first = lines.any();
        return new SftpPlace(name, base(first, wanted), lines, end, memory, first.offers());
    }

    private static String base(Sftp sftp, String wanted) throws IOException {
        String path = wanted.replaceFirst("/+$", "");
        if (path.isEmpty() && !wanted.isEmpty()) {
            return "/";
        }
        String home = wanted.isEmpty() ? "~" : path.startsWith("/~") ? path.substring(1) : "";
        int slash = home.indexOf('/');
        String user = slash < 0 ? home : home.substring(0, slash);
        String rest = slash < 0 ? "" : home.substring(slash);
        try {
            if (user.equals("~")) {
                String found = sftp.name(sftp.realPath("."));
                return (found == null || found.equals("/") ? "" : found) + (found == null ? path : rest);
            }
            if (!user.isEmpty() && sftp.has(Offers.EXPAND_PATH)) {
                String found = sftp.name(sftp.expandPath(user));
                return found == null ? path : found + rest;
            }
            return path.startsWith("/") ? path : "/" + path;
        } catch (Said said) {
            throw said.of(wanted, "the home folder is not known");
        }
    }

    /// Requests share connections: what waits for answers most of the time does not need one of its own.
    @Override
    public int streams() {
        return Math.max(traits.connections(), LEAST_STREAMS);
    }

    @Override
    public @Nullable Duration roundTrip() {
        return lines.roundTrip();
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    Lines lines() {
        return lines;
    }

    MemoryBudget memory() {
        return memory;
    }

    Owners owners() {
        return owners;
    }

    /// What the server calls `path`.
    String full(String path) {
        return path.isEmpty() ? base.isEmpty() ? "/" : base : base + "/" + path;
    }

    /// What messages call `path`.
    String thing(String path) {
        return path.isEmpty() ? name : name + (name.endsWith("/") ? "" : "/") + path;
    }

    static String parent(String full) {
        int slash = full.lastIndexOf('/');
        return slash <= 0 ? "/" : full.substring(0, slash);
    }

    static String beside(String full, String other) {
        return full.substring(0, full.lastIndexOf('/') + 1) + other;
    }

    private String check(String path) throws Refused {
        if (!path.isEmpty()) {
            traits.names().require(name, path);
        }
        if (PartName.is(path.substring(path.lastIndexOf('/') + 1))) {
            throw new Refused(thing(path), "is the name of an unfinished transfer's file", "Rename it.");
        }
        return full(path);
    }

    Entry entry(String path, Attributes now, @Nullable String link) {
        Meta meta = Folder.meta(now, owners, link);
        return new Entry(path, now.kind(), now.bytes(), now.time(), null, meta, Map.of());
    }

    @Override
    public Instant keptTime(Instant time) {
        return Attributes.kept(time);
    }

    @Override
    public Entry stat(String path) throws IOException {
        String full = check(path);
        Sftp sftp = lines.any();
        try {
            // The root is what its link leads to.
            Attributes now = sftp.attributes(sftp.stat(path.isEmpty() ? Wire.STAT : Wire.LSTAT, full));
            owners.learn(sftp, List.of(now));
            String link = now.kind() == Entry.Kind.LINK ? sftp.name(sftp.readLink(full)) : null;
            return entry(path, now, link);
        } catch (Said said) {
            throw said.of(thing(path), "could not be looked at");
        }
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        check(folder);
        try {
            new Folder(this, lines.any(), folder, sink).list();
        } catch (Said said) {
            throw said.of(thing(folder), "could not be listed");
        }
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        check(entry.path());
        return SftpReading.open(this, entry);
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        check(request.path());
        if (request.path().isEmpty()) {
            throw new Refused(name, "is the place itself, not a file in it");
        }
        return SftpWriting.open(this, request);
    }

    @Override
    public void makeFolder(String path) throws IOException {
        String full = check(path);
        makeFolders(lines.any(), full);
    }

    /// @param full what the server calls it
    void makeFolders(Sftp sftp, String full) throws IOException {
        try {
            published.name(full);
            sftp.ok(sftp.makeFolder(full));
        } catch (Said said) {
            if (said.is(Wire.NO_SUCH_FILE) && full.length() > 1) {
                makeFolders(sftp, parent(full));
                requireFolder(sftp, full);
            } else {
                explain(sftp, full, said);
            }
        }
    }

    private static void requireFolder(Sftp sftp, String full) throws IOException {
        try {
            sftp.ok(sftp.makeFolder(full));
        } catch (Said said) {
            explain(sftp, full, said);
        }
    }

    /// A folder that cannot be made because it is there is as good as made.
    private static void explain(Sftp sftp, String full, Said said) throws IOException {
        Attributes there;
        try {
            there = sftp.attributes(sftp.stat(Wire.STAT, full));
        } catch (Said nothing) {
            throw said.of(full, "the folder could not be made");
        }
        if (there.kind() != Entry.Kind.FOLDER) {
            throw new Refused(full, "a file is where a folder should be", "Rename one of them.", said);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        remove(Wire.REMOVE, path, Entry.Kind.FOLDER, "is a folder, not a file");
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        remove(Wire.RMDIR, path, Entry.Kind.FILE, "is a file, not a folder");
    }

    private void remove(int type, String path, Entry.Kind wrong, String wrongly) throws IOException {
        String full = check(path);
        Sftp sftp = lines.any();
        try {
            sftp.ok(sftp.path(type, full));
            published.name(full);
        } catch (Said said) {
            Attributes there = sftp.lstatOrNull(full);
            if (there == null) {
                return;
            }
            if (there.kind() == wrong || (type == Wire.RMDIR && there.kind() != Entry.Kind.FOLDER)) {
                throw new Refused(thing(path), wrongly, null, said);
            }
            if (type == Wire.RMDIR && said.is(Wire.FAILURE)) {
                throw new Refused(
                        thing(path), "is not empty", "Unfinished transfers may have left hidden files in it.", said);
            }
            throw said.of(thing(path), "could not be removed");
        }
    }

    private void move(String from, String to) throws IOException {
        String source = check(from);
        String target = check(to);
        Sftp sftp = lines.any();
        try {
            if (sftp.lstat(source).kind() == Entry.Kind.FOLDER) {
                throw new Refused(thing(from), "is a folder, not a file");
            }
            withFolder(sftp, target, () -> sftp.rename(source, target));
        } catch (Said said) {
            String thing = said.is(Wire.NO_SUCH_FILE) ? thing(from) : thing(to);
            IOException failure = writing(sftp, target, thing, 0, said, "could not be renamed");
            // No server has a word for two file systems, between which nothing can be renamed, now or later.
            throw failure instanceof Transient
                    ? new Refused(thing, "could not be renamed, the server does not say why" + said.words(), null, said)
                    : failure;
        }
        published.name(source);
        published.file(target);
    }

    private void link(String path, String to) throws IOException {
        String target = check(path);
        if (to.isEmpty()) {
            throw new Refused(thing(path), "a link leads nowhere: its target is empty");
        }
        String temp = beside(target, PartName.next());
        Sftp sftp = lines.any();
        try {
            withFolder(sftp, target, () -> sftp.link(temp, to));
            boolean done = false;
            try {
                sftp.rename(temp, target);
                done = true;
            } finally {
                if (!done) {
                    sftp.forget(sftp.path(Wire.REMOVE, temp));
                }
            }
        } catch (Said said) {
            throw writing(sftp, target, thing(path), 0, said, "could not be made a link");
        }
        published.name(target);
    }

    /// A request that may need its folder made first.
    private interface Act {
        void run() throws IOException;
    }

    private void withFolder(Sftp sftp, String target, Act act) throws IOException {
        try {
            act.run();
        } catch (Said said) {
            if (!said.is(Wire.NO_SUCH_FILE)) {
                throw said;
            }
            makeFolders(sftp, parent(target));
            act.run();
        }
    }

    private Entry copy(Entry from, String to, Copying.Begun begun) throws IOException {
        check(from.path());
        try (Reading reading = open(from)) {
            Entry now = reading.entry();
            try (Writing writing = create(WriteRequest.replacing(to, now.size(), Math.max(1, now.size())))) {
                begun.begun(Objects.requireNonNull(writing.token()));
                ((SftpWriting) writing).copy((SftpReading) reading);
                return writing.publish(
                        now.modified(), new Meta(now.meta().mode(), null, null, null, Map.of(), null), Map.of());
            }
        }
    }

    private void touch(String path, @Nullable Instant modified, Meta meta) throws IOException {
        String full = check(path);
        Sftp sftp = lines.any();
        try {
            Attributes now = sftp.attributes(sftp.stat(path.isEmpty() ? Wire.STAT : Wire.LSTAT, full));
            boolean link = now.kind() == Entry.Kind.LINK;
            if (link && !sftp.has(Offers.LSETSTAT)) {
                return;
            }
            Attributes owner = owners.wanted(meta, now);
            if (owner != null && !tried(sftp, link ? sftp.setLink(full, owner) : sftp.set(full, owner))) {
                owners.refused();
            }
            Attributes wanted = Attributes.of(link ? null : meta.mode(), modified);
            if (!wanted.isEmpty()) {
                sftp.ok(link ? sftp.setLink(full, wanted) : sftp.set(full, wanted));
            }
        } catch (Said said) {
            throw said.of(thing(path), "its time and mode could not be set");
        }
    }

    /// Whether the server did it; that it may not is no error.
    boolean tried(Sftp sftp, Call call) throws IOException {
        try {
            sftp.ok(call);
            return true;
        } catch (Said refused) {
            return false;
        }
    }

    void published(String full) throws IOException {
        published.file(full);
    }

    /// A failure in the middle of a file, which servers give no reason for.
    Transient passing(String thing, String happened, Said said) {
        return new Transient(thing, happened + ", the server does not say why" + said.words(), null, said);
    }

    /// What a failed write means: most servers have one word for a full disk and everything else.
    IOException writing(Sftp sftp, String full, String thing, long bytes, Said said, String happened)
            throws IOException {
        if (!said.is(Wire.FAILURE)) {
            return said.of(thing, happened);
        }
        Attributes there = sftp.lstatOrNull(full);
        if (there != null && there.kind() == Entry.Kind.FOLDER) {
            return new Refused(thing, "is a folder, not a file", "Remove it or choose another name.", said);
        }
        long free = free(sftp, parent(full));
        if (free < Math.max(FULL_BYTES, said.words().contains("space") ? bytes : 0)) {
            return new Exhausted(
                    thing,
                    "the server's disk is full; "
                            + (bytes > 0
                                    ? bytes + " bytes are needed, " + free + " are free"
                                    : free + " bytes are free"),
                    "Free some space, then try again.",
                    said);
        }
        return passing(thing, happened, said);
    }

    private static long free(Sftp sftp, String folder) throws IOException {
        try {
            return sftp.has(Offers.STATVFS) ? sftp.freeBytes(folder) : Long.MAX_VALUE;
        } catch (Said unknown) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
