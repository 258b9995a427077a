package reel.cli.screen;

/// Colour, or none.
public enum Style {
    PLAIN,
    ANSI;

    private static final String RESET = "\u001b[0m";

    public String red(String text) {
        return wrap("31", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String yellow(String text) {
        return wrap("33", text);
    }

    public String blue(String text) {
        return wrap("34", text);
    }

    public String cyan(String text) {
        return wrap("36", text);
    }

    public String bold(String text) {
        return wrap("1", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
    }
}
