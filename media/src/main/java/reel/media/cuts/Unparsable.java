package reel.media.cuts;

/// A container's skeleton is not as its format says: the file gets no hints.
final class Unparsable extends Exception {
    private static final long serialVersionUID = 1L;

    Unparsable(String why) {
        super(why, null, false, false);
    }
}
