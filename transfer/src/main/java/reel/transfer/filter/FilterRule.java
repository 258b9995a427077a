package reel.transfer.filter;

import reel.stream.Refused;

/// One line of a filter: what it matches, and whether that takes part.
public record FilterRule(boolean include, Glob glob) {
    private static final String HINT =
            "Write '+ PATTERN' or 'include PATTERN' to take, '- PATTERN' or 'exclude PATTERN' to leave out.";

    public static FilterRule include(String pattern) throws Refused {
        return new FilterRule(true, Glob.of(pattern));
    }

    public static FilterRule exclude(String pattern) throws Refused {
        return new FilterRule(false, Glob.of(pattern));
    }

    /// Reads a line such as `- *.tmp` or `include /film/**`.
    public static FilterRule parse(String line) throws Refused {
        int space = line.indexOf(' ');
        String pattern = space < 0 ? "" : line.substring(space + 1);
        return switch (space < 0 ? line : line.substring(0, space)) {
            case "+", "include" -> include(pattern);
            case "-", "exclude" -> exclude(pattern);
            default -> throw new Refused("filter rule '" + line + "'", "is no rule", HINT);
        };
    }
}
