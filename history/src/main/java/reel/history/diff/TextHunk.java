package reel.history.diff;

import java.util.List;

/// A place where two texts differ, with lines around it.
///
/// @param beforeStart number of its first line in the text before, from 1; the line above it when there is none
/// @param afterStart  the same in the text after
public record TextHunk(int beforeStart, int beforeCount, int afterStart, int afterCount, List<Line> lines) {
    public TextHunk {
        lines = List.copyOf(lines);
    }

    /// One line.
    ///
    /// @param kind      what happened to it
    /// @param bytes     the line without its line feed; in whatever encoding the file has; nobody writes to it
    /// @param unclosed  whether it is the last of its text and has no line feed
    public record Line(Kind kind, byte[] bytes, boolean unclosed) {
        public enum Kind {
            KEPT(' '),
            REMOVED('-'),
            ADDED('+');

            private final char sign;

            Kind(char sign) {
                this.sign = sign;
            }

            /// The sign of the unified format.
            public char sign() {
                return sign;
            }
        }
    }

    /// `@@ -1,4 +1,5 @@`
    public String header() {
        return "@@ -" + range(beforeStart, beforeCount) + " +" + range(afterStart, afterCount) + " @@";
    }

    private static String range(int start, int count) {
        return count == 1 ? Integer.toString(start) : start + "," + count;
    }
}
