package reel.history.workspace.add;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.ContentWriter;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.DiskFile;
import reel.history.workspace.FileProgress;
import reel.history.workspace.FileStat;
import reel.history.workspace.FolderClock;
import reel.history.workspace.NativeNames;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.rules.AttributeTable;
import reel.history.workspace.stage.StageEntry;
import reel.stream.Conflict;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Takes one file, link or empty folder from disk into the store, and makes sure that what was stored was there
/// at one moment. Thread-safe for files of at most [ContentWriter#SMALL_BYTES]; larger ones one at a time.
final class FileIntake {
    /// A file that changes three times while it is read is being written to: somebody else's turn.
    private static final int ATTEMPTS = 3;

    private final WorkingFolder folder;
    private final FolderClock clock;
    private final ContentWriter writer;
    private final ContentHasher hasher;
    private final AttributeTable attributes;
    private final SettingsChooser chooser;
    private final KnownContents known;

    FileIntake(
            WorkingFolder folder,
            FolderClock clock,
            ContentWriter writer,
            ContentHasher hasher,
            AttributeTable attributes,
            SettingsChooser chooser,
            KnownContents known) {
        this.folder = folder;
        this.clock = clock;
        this.writer = writer;
        this.hasher = hasher;
        this.attributes = attributes;
        this.chooser = chooser;
        this.known = known;
    }

    /// @param before what the stage has at `path`, null when nothing
    /// @param moving is told the bytes of a file
    Outcome take(RepoPath path, @Nullable StageEntry before, FileProgress moving) throws IOException {
        try {
            Path onDisk = folder.onDisk(path);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                long now = clock.nowNanos();
                FileStat stat = FileStat.of(onDisk);
                TreeEntry entry;
                try {
                    entry = read(path, onDisk, stat, before == null ? null : before.entry(), moving);
                } catch (Conflict becameShorter) {
                    continue;
                }
                if (entry == null) {
                    return new Outcome.Unusable("a socket, pipe or device");
                }
                if (stat.sameAs(FileStat.of(onDisk))) {
                    boolean racy = clock.isRacy(stat.mtimeNanos(), now);
                    StageEntry taken = StageEntry.seen(path, entry, stat, racy);
                    long bytes = stat.type() == FileStat.Type.FILE ? stat.size() : 0;
                    boolean same = before != null && before.entry().equals(entry) && !before.conflict();
                    return same ? new Outcome.Same(taken, bytes) : new Outcome.Stored(taken, bytes);
                }
            }
            return new Outcome.Unusable("it kept changing while it was read; add it again when it is at rest");
        } catch (NoSuchFileException | NotDirectoryException | NotLinkException vanished) {
            return new Outcome.Vanished();
        } catch (AccessDeniedException denied) {
            return new Outcome.Unusable("no permission to read it");
        } catch (Refused refused) {
            return new Outcome.Unusable(String.valueOf(refused.getMessage()));
        } catch (FileSystemException failed) {
            return new Outcome.Unusable(String.valueOf(failed.getReason()));
        }
    }

    private @Nullable TreeEntry read(
            RepoPath path, Path onDisk, FileStat stat, @Nullable TreeEntry before, FileProgress moving)
            throws IOException {
        byte[] name = path.name();
        return switch (stat.type()) {
            case FILE -> file(path, onDisk, stat, before, moving);
            case LINK -> {
                byte[] target = NativeNames.target(Files.readSymbolicLink(onDisk));
                boolean same = before instanceof TreeEntry.Link link && NativeNames.sameTarget(link.target(), target);
                yield same ? before : new TreeEntry.Link(name, target);
            }
            case FOLDER -> new TreeEntry.Folder(name, Trees.EMPTY);
            case OTHER -> null;
        };
    }

    private TreeEntry.File file(
            RepoPath path, Path onDisk, FileStat stat, @Nullable TreeEntry before, FileProgress moving)
            throws IOException {
        TreeEntry.File old = before instanceof TreeEntry.File file ? file : null;
        boolean executable = folder.keepsExecutable() ? stat.executable() : old != null && old.executable();
        Content content = content(path, onDisk, stat, old == null ? null : old.content(), moving);
        // Touched, but the same: the time it was made stays.
        long mtime = old != null && old.content().equals(content) ? old.mtimeNanos() : stat.mtimeNanos();
        return new TreeEntry.File(path.name(), content, executable, mtime);
    }

    private Content content(RepoPath path, Path onDisk, FileStat stat, @Nullable Content old, FileProgress moving)
            throws IOException {
        try (DiskFile open = DiskFile.open(onDisk, stat)) {
            RandomReader file = moving.of(open);
            boolean large = stat.size() > ContentWriter.SMALL_BYTES;
            boolean sameSize = old != null && old.size() == stat.size();
            if (sameSize || (large && known.hasSize(stat.size()))) {
                Content same = alreadyStored(hasher.fileHash(file), stat.size(), old, large);
                if (same != null) {
                    return same;
                }
            }
            FileSettings settings = chooser.choose(path, file, attributes.of(path));
            Content content =
                    writer.write(file, new String(path.name(), java.nio.charset.StandardCharsets.UTF_8), settings);
            if (large) {
                known.add(content);
            }
            return content;
        }
    }

    private @Nullable Content alreadyStored(Hash hash, long size, @Nullable Content old, boolean large) {
        if (old != null && old.size() == size && old.fileHash().equals(hash)) {
            return old;
        }
        return large ? known.find(size, hash) : null;
    }
}
