package reel.history.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;

/// Which paths a command is about: everything, or what lies at or below some paths or matches some patterns.
///
/// In a pattern `*` stands for any bytes, slashes too, `?` for one and `[…]` for one of a class, as in git's own.
public final class PathSet {
    /// Everything.
    public static final PathSet ALL = new PathSet(null, List.of());

    private final @Nullable List<RepoPath> paths;
    private final List<Glob> globs;

    private record Glob(String text, Pattern pattern) {
        boolean matches(RepoPath path) {
            return pattern.matcher(new String(path.toBytes(), StandardCharsets.UTF_8))
                    .matches();
        }
    }

    private PathSet(@Nullable List<RepoPath> paths, List<Glob> globs) {
        this.paths = paths;
        this.globs = globs;
    }

    /// At or below any of `paths`.
    public static PathSet of(Collection<RepoPath> paths) {
        return of(paths, List.of());
    }

    /// At or below any of `paths`, or matching any of `globs`, which are relative to the root.
    public static PathSet of(Collection<RepoPath> paths, Collection<String> globs) {
        List<Glob> compiled = new ArrayList<>();
        for (String glob : globs) {
            compiled.add(new Glob(glob, Pattern.compile(regex(glob), Pattern.DOTALL)));
        }
        return new PathSet(List.copyOf(paths), compiled);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + (isNot(glob, i + 1) ? 3 : 2)) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                boolean not = isNot(glob, i + 1);
                String members = members(glob.substring(i + (not ? 2 : 1), end));
                regex.append(not ? "(?:(?!" + members + ").)" : members);
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.append("(/.*)?").toString();
    }

    private static boolean isNot(String glob, int at) {
        return at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^');
    }

    /// One of a class, as a group of ranges. A range from a later to an earlier character has no members.
    private static String members(String text) {
        int[] members = text.codePoints().toArray();
        StringBuilder ranges = new StringBuilder();
        for (int i = 0; i < members.length; i++) {
            int first = members[i];
            int last = first;
            if (i + 2 < members.length && members[i + 1] == '-') {
                last = members[i + 2];
                i += 2;
            }
            if (first <= last) {
                ranges.append(String.format("\\x{%x}-\\x{%x}", first, last));
            }
        }
        return ranges.isEmpty() ? "(?!)" : "[" + ranges + "]";
    }

    public boolean isAll() {
        return paths == null;
    }

    /// The paths it was made of; empty for everything.
    public List<RepoPath> paths() {
        return paths == null ? List.of() : paths;
    }

    /// Whether patterns are among what it was made of.
    public boolean hasPatterns() {
        return !globs.isEmpty();
    }

    /// The patterns it was made of that match none of `paths`.
    public List<String> patternsWithout(Collection<RepoPath> paths) {
        List<String> lonely = new ArrayList<>();
        for (Glob glob : globs) {
            if (paths.stream().noneMatch(glob::matches)) {
                lonely.add(glob.text);
            }
        }
        return lonely;
    }

    /// The same without some of the paths and patterns that it was made of.
    public PathSet without(Collection<RepoPath> somePaths, Collection<String> somePatterns) {
        if (paths == null) {
            return this;
        }
        return new PathSet(
                paths.stream().filter(path -> !somePaths.contains(path)).toList(),
                globs.stream().filter(glob -> !somePatterns.contains(glob.text)).toList());
    }

    /// Whether `path` is meant.
    public boolean includes(RepoPath path) {
        if (paths == null) {
            return true;
        }
        for (RepoPath above : paths) {
            if (path.isWithin(above)) {
                return true;
            }
        }
        for (Glob glob : globs) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of the paths it was made of lies below `folder`.
    public boolean namesBelow(RepoPath folder) {
        return paths != null && paths.stream().anyMatch(path -> path.isWithin(folder));
    }

    /// Whether `folder` is meant or something below it may be.
    public boolean mayHold(RepoPath folder) {
        if (paths == null || !globs.isEmpty()) {
            return true;
        }
        for (RepoPath path : paths) {
            if (folder.isWithin(path) || path.isWithin(folder)) {
                return true;
            }
        }
        return false;
    }
}
