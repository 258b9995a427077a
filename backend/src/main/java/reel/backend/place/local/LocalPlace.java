package reel.backend.place.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.LocalFailure;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.PartName;
import reel.backend.place.Place;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

/// A folder of this machine, or a single file where the root is one.
///
/// Links on the way to a file are followed as long as they stay below the root. Listing tells no extended
/// attributes, which cost a call for each file; [#stat] and [Reading#entry] do. Digests are computed by reading,
/// also those that publishing is told to expect.
public final class LocalPlace implements Place {
    private static final Object CREATING = new Object();

    private final LocalRoot root;
    private final MemoryBudget memory;
    private final Unsynced unsynced;
    private @Nullable PlaceTraits traits;

    private LocalPlace(Path root, MemoryBudget memory) {
        this.root = new LocalRoot(root);
        this.memory = memory;
        this.unsynced = new Unsynced(this.root.path());
    }

    /// The tree at `root`, which need not exist.
    public static LocalPlace open(Path root, MemoryBudget memory) {
        return new LocalPlace(root, memory);
    }

    MemoryBudget memory() {
        return memory;
    }

    /// A buffer for at most one piece of `size` bytes.
    long pieceBytes(long size) {
        return Math.min(Math.min(size, Reading.Pieces.MOST_BYTES), memory.limitBytes());
    }

    @Override
    public synchronized PlaceTraits traits() {
        if (traits == null) {
            traits = LocalTraits.of(this, root.path());
        }
        return traits;
    }

    private Path file(String path) throws IOException {
        return root.resolve(traits().names(), path);
    }

    /// The same for a path that could be an unfinished file's.
    private Path visible(String path) throws IOException {
        Path file = file(path);
        if (PartName.is(path.substring(path.lastIndexOf('/') + 1))) {
            throw new Refused(file.toString(), "is the name of an unfinished transfer's file", "Rename it.");
        }
        return file;
    }

    @Override
    public Instant keptTime(Instant time) {
        return Attributes.kept(time);
    }

    @Override
    public Entry stat(String path) throws IOException {
        Path file = visible(path);
        try {
            LocalStat now = LocalStat.of(file);
            return now.entry(path, file, Attributes.extended(file, now.kind()));
        } catch (IOException failure) {
            throw reading(file, failure);
        }
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        Path file = visible(folder);
        try {
            if (LocalStat.of(file).kind() != Entry.Kind.FOLDER) {
                throw new Refused(file.toString(), "is no folder");
            }
            try (DirectoryStream<Path> children = Files.newDirectoryStream(file)) {
                for (Path child : children) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedIOException("interrupted at " + file);
                    }
                    tell(folder, child, sink);
                }
            } catch (DirectoryIteratorException failure) {
                throw failure.getCause();
            }
        } catch (IOException failure) {
            throw reading(file, failure);
        }
    }

    private static void tell(String folder, Path child, Consumer<Entry> sink) throws IOException {
        String name = LocalNames.name(child);
        String prefix = folder.isEmpty() ? "" : folder + "/";
        if (name == null) {
            sink.accept(
                    new Entry(prefix + LocalNames.shown(child), Entry.Kind.OTHER, 0, null, null, Meta.NONE, Map.of()));
            return;
        }
        if (PartName.is(name)) {
            return;
        }
        Entry entry;
        try {
            entry = LocalStat.of(child).entry(prefix + name, child, Map.of());
        } catch (NoSuchFileException gone) {
            return;
        }
        sink.accept(entry);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        Path file = visible(entry.path());
        try {
            LocalStat now = LocalStat.of(file);
            if (!entry.isFile() || now.kind() != Entry.Kind.FILE) {
                throw new Refused(file.toString(), "is no file that can be read");
            }
            boolean same = (entry.size() == Entry.UNKNOWN || entry.size() == now.size())
                    && (entry.modified() == null || entry.modified().equals(now.modified()));
            if (!same) {
                throw new Conflict(file.toString(), "changed since it was listed", "Start again when it is at rest.");
            }
            Entry told = now.entry(entry.path(), file, Attributes.extended(file, now.kind()));
            return LocalReading.open(file, told, now, memory);
        } catch (IOException failure) {
            throw reading(file, failure);
        }
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Path target = visible(request.path());
        if (request.path().isEmpty()) {
            throw new Refused(target.toString(), "is the place itself, not a file in it");
        }
        if (Files.isDirectory(target) && !Files.isSymbolicLink(target)) {
            throw new Refused(target.toString(), "is a folder, not a file", "Remove it or choose another name.");
        }
        return LocalWriting.open(this, request, target);
    }

    /// Makes the folder that `target` is to be in.
    void makeFolderOf(Path target) throws IOException {
        root.makeFolders(LocalRoot.parent(target));
    }

    void requireDigest(Path file, Path target, Map<DigestKind, String> expected) throws IOException {
        for (DigestKind kind : DigestKind.values()) {
            String wanted = expected.get(kind);
            if (wanted != null) {
                LocalStat now = LocalStat.of(file);
                String found = digest(file, now, kind);
                if (!found.equals(wanted)) {
                    throw new Corrupt(target.toString(), -1, kind + " " + wanted, found, "Send it again.", null);
                }
                return;
            }
        }
    }

    /// Gives the complete file its name.
    void rename(Path temp, Path target, WriteRequest.Existing existing) throws IOException {
        root.requireInside(LocalRoot.parent(target));
        requireSpelling(target);
        switch (existing) {
            case REPLACE -> Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
            case FAIL -> renameNew(temp, target);
        }
        unsynced.file(target);
    }

    private static void renameNew(Path temp, Path target) throws IOException {
        int error = Kernel.renameNew(temp, target);
        if (error == 0) {
            return;
        }
        try {
            if (error == Kernel.EXISTS) {
                throw new FileAlreadyExistsException(target.toString());
            }
            linkNew(temp, target);
        } catch (FileAlreadyExistsException exists) {
            if (Files.isDirectory(target)) {
                throw new Refused(target.toString(), "is a folder, not a file", null, exists);
            }
            throw new Conflict(target.toString(), "exists already", null, exists);
        }
    }

    private static void linkNew(Path temp, Path target) throws IOException {
        try {
            Files.createLink(target, temp);
            Files.delete(temp);
            return;
        } catch (FileAlreadyExistsException | NoSuchFileException real) {
            throw real;
        } catch (UnsupportedOperationException | FileSystemException unsupported) {
            // No links here: then look and rename, which other processes can come between.
        }
        synchronized (CREATING) {
            if (LocalRoot.isThere(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Where case folds, a file of another spelling is there under this name too, and replacing it would merge
    /// two.
    private void requireSpelling(Path target) throws IOException {
        if (!traits().names().foldsCase() || !LocalRoot.isThere(target)) {
            return;
        }
        try (DirectoryStream<Path> twins = Files.newDirectoryStream(LocalRoot.parent(target))) {
            for (Path twin : twins) {
                if (twin.getFileName().equals(target.getFileName())) {
                    return;
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        throw new Refused(
                target.toString(), "is there under a name that differs in upper and lower case", "Rename one of them.");
    }

    /// @param attributed whether it was given extended attributes, so that they are worth asking for
    Entry published(String path, Path target, boolean attributed) throws IOException {
        try {
            LocalStat now = LocalStat.of(target);
            return now.entry(path, target, attributed ? Attributes.extended(target, now.kind()) : Map.of());
        } catch (IOException failure) {
            throw reading(target, failure);
        }
    }

    @Override
    public void makeFolder(String path) throws IOException {
        Path folder = visible(path);
        root.requireInside(folder);
        root.makeFolders(folder);
        unsynced.folder(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = file(path);
        try {
            if (LocalStat.of(file).kind() == Entry.Kind.FOLDER) {
                throw new Refused(file.toString(), "is a folder, not a file");
            }
            Files.deleteIfExists(file);
            unsynced.folder(LocalRoot.parent(file));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
        } catch (IOException failure) {
            if (!LocalFailure.isBelowFile(file)) {
                throw LocalFailure.writing(file, 0, failure);
            }
        } finally {
            root.forget();
        }
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        Path folder = visible(path);
        try {
            if (LocalStat.of(folder).kind() != Entry.Kind.FOLDER) {
                throw new Refused(folder.toString(), "is a file, not a folder");
            }
            Files.deleteIfExists(folder);
            unsynced.folder(LocalRoot.parent(folder));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
        } catch (DirectoryNotEmptyException full) {
            throw new Refused(
                    folder.toString(), "is not empty", "Unfinished transfers may have left hidden files in it.", full);
        } catch (IOException failure) {
            if (!LocalFailure.isBelowFile(folder)) {
                throw LocalFailure.writing(folder, 0, failure);
            }
        } finally {
            root.forget();
        }
    }

    /// A file of this machine, which is not outside by being a link.
    Path disk(String path) throws IOException {
        Path file = file(path);
        if (Files.isSymbolicLink(file)) {
            root.requireInside(file);
        }
        return file;
    }

    void move(String from, String to) throws IOException {
        Path source = visible(from);
        Path target = visible(to);
        try {
            if (LocalStat.of(source).kind() == Entry.Kind.FOLDER) {
                throw new Refused(source.toString(), "is a folder, not a file");
            }
        } catch (IOException failure) {
            throw reading(source, failure);
        }
        root.makeFolders(LocalRoot.parent(target));
        try {
            rename(source, target, WriteRequest.Existing.REPLACE);
        } catch (IOException failure) {
            throw LocalFailure.writing(target, 0, failure);
        }
        unsynced.folder(LocalRoot.parent(source));
        root.forget();
    }

    void link(String path, String to) throws IOException {
        Path target = visible(path);
        root.makeFolders(LocalRoot.parent(target));
        Path temp = target.resolveSibling(PartName.next());
        try {
            Files.createSymbolicLink(temp, LocalNames.link(to));
            try {
                rename(temp, target, WriteRequest.Existing.REPLACE);
            } finally {
                Files.deleteIfExists(temp);
            }
        } catch (UnsupportedOperationException none) {
            throw new Refused(target.toString(), "cannot be a link here", null, none);
        } catch (IOException failure) {
            throw LocalFailure.writing(target, 0, failure);
        }
        root.forget();
    }

    void touch(String path, @Nullable Instant modified, Meta meta) throws IOException {
        Path file = visible(path);
        try {
            boolean link = LocalStat.of(file).kind() == Entry.Kind.LINK;
            Attributes.set(file, link, modified, meta);
            if (!link) {
                unsynced.file(file);
            }
        } catch (IOException failure) {
            throw LocalFailure.writing(file, 0, failure);
        }
    }

    String digest(Entry entry, DigestKind kind) throws IOException {
        try (Reading reading = open(entry)) {
            return digest(reading, kind);
        }
    }

    private String digest(Path file, LocalStat now, DigestKind kind) throws IOException {
        Entry entry = Entry.file(Objects.toString(file.getFileName()), now.size(), now.modified());
        try (Reading reading = LocalReading.open(file, entry, now, memory)) {
            return digest(reading, kind);
        }
    }

    private static String digest(Reading reading, DigestKind kind) throws IOException {
        Digester digester = Digester.of(kind);
        reading.read(0, reading.entry().size(), digester::update);
        return digester.hex();
    }

    void sync() throws IOException {
        unsynced.sync();
    }

    private static IOException reading(Path file, IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
            return new Missing(file.toString(), "not there", "Check the path.", failure);
        }
        return LocalFailure.reading(file, failure);
    }

    @Override
    public void close() {}
}
