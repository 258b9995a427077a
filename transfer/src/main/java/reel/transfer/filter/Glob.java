package reel.transfer.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.stream.Refused;

/// A pattern as rsync reads it.
///
/// `*` stands for any characters but `/`, `**` for any at all, `?` for one that is not `/`, `[a-z]` for one of a
/// set, `[!a-z]` for one that is not in it; `\` takes a special character as it is. A pattern that begins with `/`
/// is matched from the root; one that has a `/` elsewhere, or `**`, against the end of the path; any other against
/// the last segment. One that begins with `**/` also matches where no folder stands before. One that ends with `/`
/// matches folders only, one that ends with `/***` a folder and all in
/// it.
///
/// Matching follows all ways at once, so that no pattern takes longer than its length times the path's.
public final class Glob {
    /// Longer ones are files named by mistake.
    private static final int MOST_CHARACTERS = 4096;

    private final String text;
    private final Token[] tokens;
    private final boolean anchored;
    private final boolean wholePath;
    private final boolean folderOnly;

    /// One step of the pattern.
    private sealed interface Token {}

    private record One(int character) implements Token {}

    private record Any() implements Token {}

    private record Star() implements Token {}

    private record Stars() implements Token {}

    /// @param ranges pairs of first and last
    private record OneOf(boolean not, int[] ranges) implements Token {
        boolean has(int character) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (character >= ranges[i] && character <= ranges[i + 1]) {
                    return !not;
                }
            }
            return not;
        }
    }

    private Glob(String text, Token[] tokens, boolean anchored, boolean wholePath, boolean folderOnly) {
        this.text = text;
        this.tokens = tokens;
        this.anchored = anchored;
        this.wholePath = wholePath;
        this.folderOnly = folderOnly;
    }

    public static Glob of(String pattern) throws Refused {
        if (pattern.isEmpty() || pattern.equals("/")) {
            throw new Refused("filter pattern '" + pattern + "'", "matches nothing", "Write a name or path.");
        }
        if (pattern.length() > MOST_CHARACTERS) {
            throw new Refused(
                    "filter pattern '" + pattern.substring(0, 40) + "…'",
                    "is longer than " + MOST_CHARACTERS + " characters");
        }
        boolean anchored = pattern.startsWith("/");
        String body = anchored ? pattern.substring(1) : pattern;
        boolean tree = body.endsWith("/***");
        boolean folderOnly = !tree && body.endsWith("/");
        if (tree) {
            body = body.substring(0, body.length() - 4);
        } else if (folderOnly) {
            body = body.substring(0, body.length() - 1);
        }
        boolean wholePath = anchored || tree || body.contains("/") || body.contains("**");
        List<Token> tokens = tokens(pattern, body);
        if (tree) {
            tokens.add(new OneOf(false, new int[0]));
        }
        return new Glob(pattern, tokens.toArray(Token[]::new), anchored, wholePath, folderOnly);
    }

    private static List<Token> tokens(String pattern, String body) throws Refused {
        int[] all = body.codePoints().toArray();
        boolean wild = body.indexOf('*') >= 0 || body.indexOf('?') >= 0 || body.indexOf('[') >= 0;
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            int c = all[i];
            if (c == '*') {
                boolean two = i + 1 < all.length && all[i + 1] == '*';
                while (i + 1 < all.length && all[i + 1] == '*') {
                    i++;
                }
                tokens.add(two ? new Stars() : new Star());
            } else if (c == '?') {
                tokens.add(new Any());
            } else if (c == '[') {
                i = set(pattern, all, i, tokens);
            } else if (c == '\\' && wild && i + 1 < all.length) {
                tokens.add(new One(all[++i]));
            } else {
                tokens.add(new One(c));
            }
        }
        return tokens;
    }

    /// Reads the set that begins at `open` and answers where it ends.
    private static int set(String pattern, int[] all, int open, List<Token> into) throws Refused {
        int at = open + 1;
        boolean not = at < all.length && (all[at] == '!' || all[at] == '^');
        if (not) {
            at++;
        }
        List<Integer> ranges = new ArrayList<>();
        for (boolean first = true; at < all.length && (first || all[at] != ']'); first = false) {
            int from = all[at];
            if (from == '\\' && at + 1 < all.length) {
                from = all[++at];
            }
            int to = from;
            if (at + 2 < all.length && all[at + 1] == '-' && all[at + 2] != ']') {
                at += 2;
                to = all[at] == '\\' && at + 1 < all.length ? all[++at] : all[at];
            }
            ranges.add(from);
            ranges.add(to);
            at++;
        }
        if (at >= all.length) {
            throw new Refused(
                    "filter pattern '" + pattern + "'", "has a [ without its ]", "Write \\[ for the character itself.");
        }
        into.add(new OneOf(not, ranges.stream().mapToInt(Integer::intValue).toArray()));
        return at;
    }

    /// @param path relative to the source, without `/` at its ends
    public boolean matches(String path, boolean folder) {
        if (folderOnly && !folder) {
            return false;
        }
        if (!wholePath) {
            return run(path, path.lastIndexOf('/') + 1);
        }
        if (run(path, 0)) {
            return true;
        }
        for (int slash = path.indexOf('/'); !anchored && slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (run(path, slash + 1)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the tokens match all of `path` from `start`; state i means that tokens before i are matched.
    private boolean run(String path, int start) {
        boolean tree = isTree();
        int last = tree ? tokens.length - 1 : tokens.length;
        boolean[] now = new boolean[last + 1];
        boolean[] next = new boolean[last + 1];
        now[0] = true;
        if (!anchored && start == 0 && beginsWithAnyFolder(last)) {
            now[2] = true;
        }
        close(now, last);
        for (int i = start; i < path.length(); ) {
            int c = path.codePointAt(i);
            if (tree && c == '/' && now[last]) {
                return true;
            }
            Arrays.fill(next, false);
            boolean alive = false;
            for (int state = 0; state < last; state++) {
                if (now[state]) {
                    alive |= step(tokens[state], c, state, next);
                }
            }
            if (!alive) {
                return false;
            }
            close(next, last);
            boolean[] other = now;
            now = next;
            next = other;
            i += Character.charCount(c);
        }
        return now[last];
    }

    private boolean beginsWithAnyFolder(int last) {
        return last >= 2 && tokens[0] instanceof Stars && tokens[1] instanceof One(int character) && character == '/';
    }

    /// An empty set at the end marks a pattern of `/***`.
    private boolean isTree() {
        return tokens.length > 0
                && tokens[tokens.length - 1] instanceof OneOf(boolean not, int[] ranges)
                && !not
                && ranges.length == 0;
    }

    private static boolean step(Token token, int c, int state, boolean[] next) {
        return switch (token) {
            case One(int character) -> go(character == c, state + 1, next);
            case Any() -> go(c != '/', state + 1, next);
            case Star() -> go(c != '/', state, next);
            case Stars() -> go(true, state, next);
            case OneOf set -> go(c != '/' && set.has(c), state + 1, next);
        };
    }

    private static boolean go(boolean matched, int to, boolean[] next) {
        if (matched) {
            next[to] = true;
        }
        return matched;
    }

    /// Stars may stand for nothing.
    private void close(boolean[] states, int last) {
        for (int state = 0; state < last; state++) {
            if (states[state] && (tokens[state] instanceof Star || tokens[state] instanceof Stars)) {
                states[state + 1] = true;
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }
}
