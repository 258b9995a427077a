package reel.history.workspace.status;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.manifest.ContentHasher;
import reel.history.tree.TreeEntry;
import reel.history.workspace.DiskFile;
import reel.history.workspace.FileStat;
import reel.history.workspace.NativeNames;
import reel.history.workspace.WorkingFolder;

/// Whether the disk has what an entry says: type and size first, then every byte. Thread-safe.
public final class ContentCheck {
    private final WorkingFolder folder;
    private final ContentHasher hasher;

    public ContentCheck(WorkingFolder folder, ContentHasher hasher) {
        this.folder = folder;
        this.hasher = hasher;
    }

    /// How an entry and the disk relate.
    public enum Answer {
        SAME,
        /// The same bytes, but executable or not.
        MODE_DIFFERS,
        DIFFERS,
        /// It is a file here and a link there, or the like.
        TYPE_DIFFERS,
        GONE,
        /// Only where asked for as an answer.
        UNREADABLE
    }

    /// @param stat the disk before the bytes were read, to remember if they are the same; null when gone or unread
    public record Checked(Answer answer, @Nullable FileStat stat) {}

    /// The same, where a file that cannot be read is an answer and not an error.
    ///
    /// @param unreadable is told why
    public Checked check(Path path, TreeEntry entry, Consumer<String> unreadable) throws IOException {
        try {
            return check(path, entry);
        } catch (AccessDeniedException denied) {
            unreadable.accept("no permission to read it");
        } catch (FileSystemException failed) {
            unreadable.accept(String.valueOf(failed.getReason()));
        }
        return new Checked(Answer.UNREADABLE, null);
    }

    /// Looks at `path` now.
    public Checked check(Path path, TreeEntry entry) throws IOException {
        FileStat stat = FileStat.ifThere(path);
        if (stat == null) {
            return new Checked(Answer.GONE, null);
        }
        try {
            Answer answer = compare(path, stat, entry);
            if (answer == Answer.SAME || answer == Answer.MODE_DIFFERS) {
                FileStat after = FileStat.ifThere(path);
                // An edit while it was read: what was read is not what is there.
                answer = after == null ? Answer.GONE : stat.sameAs(after) ? answer : Answer.DIFFERS;
            }
            return new Checked(answer, stat);
        } catch (NoSuchFileException vanished) {
            return new Checked(Answer.GONE, null);
        } catch (reel.stream.Conflict becameShorter) {
            return new Checked(Answer.DIFFERS, stat);
        }
    }

    private Answer compare(Path path, FileStat stat, TreeEntry entry) throws IOException {
        return switch (entry) {
            case TreeEntry.File file -> {
                if (stat.type() != FileStat.Type.FILE) {
                    yield Answer.TYPE_DIFFERS;
                }
                if (!sameBytes(path, stat, file.content())) {
                    yield Answer.DIFFERS;
                }
                boolean sameMode = !folder.keepsExecutable() || stat.executable() == file.executable();
                yield sameMode ? Answer.SAME : Answer.MODE_DIFFERS;
            }
            case TreeEntry.Link link -> {
                if (stat.type() != FileStat.Type.LINK) {
                    yield Answer.TYPE_DIFFERS;
                }
                byte[] target = NativeNames.target(Files.readSymbolicLink(path));
                yield NativeNames.sameTarget(target, link.target()) ? Answer.SAME : Answer.DIFFERS;
            }
            case TreeEntry.Folder _ -> stat.type() == FileStat.Type.FOLDER ? Answer.SAME : Answer.TYPE_DIFFERS;
        };
    }

    private boolean sameBytes(Path path, FileStat stat, Content content) throws IOException {
        if (stat.size() != content.size()) {
            return false;
        }
        try (DiskFile file = DiskFile.open(path, stat)) {
            return hasher.sameAs(file, content);
        }
    }
}
