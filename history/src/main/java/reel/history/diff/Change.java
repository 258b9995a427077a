package reel.history.diff;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;

/// One path that two trees do not agree on: a file, a link, or an empty folder on at least one side.
///
/// @param path   where it is after, or where it was for one that is gone
/// @param from   where it was, for a rename; else null
/// @param before null for one that is new; bears the name it had
/// @param after  null for one that is gone
public record Change(
        RepoPath path,
        @Nullable RepoPath from,
        @Nullable TreeEntry before,
        @Nullable TreeEntry after) {

    public enum Kind {
        ADDED('A'),
        REMOVED('D'),
        /// Other bytes, or another link target.
        MODIFIED('M'),
        /// The same bytes, now executable or no more.
        MODE('M'),
        /// The same in everything but the modification time.
        TIME('M'),
        /// A file, link or empty folder that became another of these.
        TYPE('T'),
        /// The same or similar bytes under another path.
        RENAMED('R');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// The letter of `--name-status`.
        public char letter() {
            return letter;
        }
    }

    public Change {
        if ((before == null && after == null) || (from != null && (before == null || after == null))) {
            throw new IllegalArgumentException("no change at " + path);
        }
    }

    static Change at(RepoPath path, @Nullable TreeEntry before, @Nullable TreeEntry after) {
        return new Change(path, null, before, after);
    }

    public Kind kind() {
        if (from != null) {
            return Kind.RENAMED;
        }
        if (before == null) {
            return Kind.ADDED;
        }
        if (after == null) {
            return Kind.REMOVED;
        }
        if (before instanceof TreeEntry.File was && after instanceof TreeEntry.File is) {
            if (!was.content().sameBytes(is.content())) {
                return Kind.MODIFIED;
            }
            return was.executable() != is.executable() ? Kind.MODE : Kind.TIME;
        }
        return before.getClass() == after.getClass() ? Kind.MODIFIED : Kind.TYPE;
    }

    /// Where it was before; for one that is new, where it is.
    public RepoPath oldPath() {
        return Objects.requireNonNullElse(from, path);
    }

    /// Bytes of the file before; 0 for anything else.
    public long bytesBefore() {
        return before instanceof TreeEntry.File file ? file.content().size() : 0;
    }

    /// Bytes of the file after; 0 for anything else.
    public long bytesAfter() {
        return after instanceof TreeEntry.File file ? file.content().size() : 0;
    }
}
