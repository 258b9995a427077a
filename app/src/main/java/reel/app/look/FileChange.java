package reel.app.look;

import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;

/// One path that differs between two sides.
///
/// @param kind   how
/// @param path   where it is after, or was for one that is gone
/// @param from   where it was, for a rename; else null
/// @param before null for one that is new
/// @param after  null for one that is gone
public record FileChange(
        Kind kind,
        RepoPath path,
        @Nullable RepoPath from,
        @Nullable Side before,
        @Nullable Side after) {
    /// How a path differs.
    public enum Kind {
        ADDED('A'),
        REMOVED('D'),
        MODIFIED('M'),
        MODE('M'),
        TYPE('T'),
        RENAMED('R');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// The letter of `--name-status`.
        public char letter() {
            return letter;
        }

        /// The word in JSON.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public long sizeBefore() {
        return before == null ? 0 : before.size();
    }

    public long sizeAfter() {
        return after == null ? 0 : after.size();
    }
}
