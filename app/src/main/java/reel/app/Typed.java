package reel.app;

/// What a command line brings of what somebody typed.
public final class Typed {
    /// What the system puts in place of bytes that are no text.
    private static final char REPLACEMENT = '\uFFFD';

    private Typed() {}

    /// Whether `word` may have had bytes that did not come through.
    public static boolean mayHaveLost(String word) {
        return word.indexOf(REPLACEMENT) >= 0;
    }
}
