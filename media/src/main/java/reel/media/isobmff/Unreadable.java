package reel.media.isobmff;

/// A file is no film of this format, or not one whose tables can be trusted; the message says why, in a few words.
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String why) {
        super(why, null, false, false);
    }

    /// Why, as part of a sentence.
    public String why() {
        return String.valueOf(getMessage());
    }
}
