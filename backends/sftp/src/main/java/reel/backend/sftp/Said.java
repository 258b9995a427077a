package reel.backend.sftp;

import java.io.IOException;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// A status that is no success, on its way to whoever knows what it means there. Never leaves the package.
final class Said extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    Said(int code, String message) {
        super(message, null);
        this.code = code;
    }

    int code() {
        return code;
    }

    boolean is(int wanted) {
        return code == wanted;
    }

    /// What it means for `thing` where nobody knows better.
    ///
    /// @param failure what a bare failure, which is all that most servers say, is called: `could not be opened`
    ReelException of(String thing, String failure) {
        return switch (code) {
            case Wire.NO_SUCH_FILE -> new Missing(thing, "not there", null, this);
            case Wire.PERMISSION_DENIED ->
                new Refused(thing, "permission denied", "Ask the folder's owner for access, then try again.", this);
            case Wire.BAD_MESSAGE ->
                new Refused(
                        thing,
                        "the server cannot do that with this name" + words(),
                        "Use a shorter or plainer name.",
                        this);
            case Wire.UNSUPPORTED -> new Refused(thing, "the server cannot do that" + words(), null, this);
            case Wire.NO_CONNECTION, Wire.CONNECTION_LOST ->
                new Transient(thing, "the server lost its own connection" + words(), null, this);
            case Wire.EOF ->
                new Corrupt(thing, -1, "an answer", "an end of file", "Look at the server's own log.", this);
            default -> new Refused(thing, failure + words(), "Look at the server's own log for the reason.", this);
        };
    }

    /// The server's own words in brackets, where they say more than the code.
    String words() {
        String message = getMessage();
        return message == null || message.isEmpty() || message.equalsIgnoreCase("failure") ? "" : " (" + message + ")";
    }
}
