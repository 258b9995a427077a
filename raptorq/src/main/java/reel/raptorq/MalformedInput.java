package reel.raptorq;

/// A value that came from outside and breaks its bound: which field, what it was, what it may be, what to do
/// now.
///
/// Thrown before anything is allocated or changed. A decoder that threw it goes on as if the call had not
/// been made.
public final class MalformedInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    MalformedInput(String field, String message) {
        super(message);
        this.field = field;
    }

    /// The name of the offending value, as the record component or parameter is called.
    public String field() {
        return field;
    }

    /// Answers `value` if it is within `low..high`.
    static long inRange(String field, long value, long low, long high, String hint) {
        if (value < low || value > high) {
            throw new MalformedInput(field, field + " is " + value + ", expected " + low + " to " + high + "; " + hint);
        }
        return value;
    }

    /// Complains unless `length` bytes fit in `array` from `at` on.
    static void fits(String field, int arrayLength, int at, long length) {
        if (at < 0 || length < 0 || at > arrayLength - length) {
            throw new MalformedInput(
                    field,
                    field + " has " + arrayLength + " bytes, expected " + length + " from offset " + at
                            + " on; pass a larger array or another offset");
        }
    }
}
