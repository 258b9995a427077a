package reel.transfer.filter;

import java.util.ArrayList;
import java.util.List;
import reel.stream.Refused;

/// An ordered list of rules; the first that matches a path decides. A path that none matches is taken, unless
/// there are rules to include and none to exclude: then only what is included is.
///
/// A folder that is left out is not looked into, so nothing below it is taken, whatever the rules say of that.
public final class Filters {
    /// Takes everything.
    public static final Filters NONE = new Filters(List.of(), List.of());

    private final List<FilterRule> rules;
    private final List<String> out;
    private final boolean onlyIncluded;

    /// @param out paths left out with all that is below them, whatever the rules say
    private Filters(List<FilterRule> rules, List<String> out) {
        this.rules = List.copyOf(rules);
        this.out = List.copyOf(out);
        this.onlyIncluded = !rules.isEmpty() && rules.stream().allMatch(FilterRule::include);
    }

    public static Filters of(List<FilterRule> rules) {
        return rules.isEmpty() ? NONE : new Filters(rules, List.of());
    }

    /// The same, without `paths` and what is below them.
    public Filters without(List<String> paths) {
        return new Filters(rules, paths);
    }

    /// The rules of a filter file's lines: blank ones and those that begin with `#` or `;` mean nothing, a line
    /// `!` forgets all rules before it.
    public static List<FilterRule> parse(List<String> lines) throws Refused {
        List<FilterRule> rules = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.strip().equals("!")) {
                rules.clear();
            } else {
                rules.add(FilterRule.parse(line));
            }
        }
        return rules;
    }

    public List<FilterRule> rules() {
        return rules;
    }

    /// Whether a folder that `path` lies in is left out, and the path with it.
    public boolean leavesAbove(String path) {
        for (int slash = path.indexOf('/'); slash >= 0 && this != NONE; slash = path.indexOf('/', slash + 1)) {
            if (of(path.substring(0, slash), true) == Verdict.LEAVE) {
                return true;
            }
        }
        return false;
    }

    /// What becomes of a path below the source.
    public Verdict of(String path, boolean folder) {
        for (String left : out) {
            if (path.startsWith(left) && (path.length() == left.length() || path.charAt(left.length()) == '/')) {
                return Verdict.LEAVE;
            }
        }
        for (FilterRule rule : rules) {
            if (rule.glob().matches(path, folder)) {
                return rule.include() ? Verdict.TAKE : Verdict.LEAVE;
            }
        }
        if (!onlyIncluded) {
            return Verdict.TAKE;
        }
        return folder ? Verdict.SEARCH : Verdict.LEAVE;
    }
}
