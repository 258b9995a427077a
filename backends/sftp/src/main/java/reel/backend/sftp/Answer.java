package reel.backend.sftp;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// What a server answered, read field by field; whatever is not there or too long is [Corrupt].
final class Answer {
    private static final int MOST_MESSAGE = 160;

    private final String peer;
    private final int type;
    private final ByteBuffer body;

    Answer(String peer, int type, byte[] body) {
        this.peer = peer;
        this.type = type;
        this.body = ByteBuffer.wrap(body);
    }

    int type() {
        return type;
    }

    boolean isEmpty() {
        return !body.hasRemaining();
    }

    int u32() throws Corrupt {
        try {
            return body.getInt();
        } catch (BufferUnderflowException shortAnswer) {
            throw truncated();
        }
    }

    long u64() throws Corrupt {
        try {
            return body.getLong();
        } catch (BufferUnderflowException shortAnswer) {
            throw truncated();
        }
    }

    byte[] bytes(int most) throws Corrupt {
        int length = u32();
        if (length < 0 || length > most) {
            throw wrong("a string of at most " + most + " bytes", Integer.toUnsignedString(length));
        }
        if (length > body.remaining()) {
            throw truncated();
        }
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }

    void skip() throws Corrupt {
        int length = u32();
        if (length < 0 || length > body.remaining()) {
            throw truncated();
        }
        body.position(body.position() + length);
    }

    /// Answers within an answer.
    Answer nested() throws Corrupt {
        return new Answer(peer, type, bytes(Wire.MOST_PACKET));
    }

    /// Null where the bytes are no UTF-8.
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            return null;
        }
    }

    /// The status that this is; an answer of another type is [Corrupt].
    int status() throws IOException {
        expect(Wire.STATUS);
        return u32();
    }

    /// Nothing where all went well.
    void ok() throws IOException {
        int code = status();
        if (code != Wire.OK) {
            throw said(code);
        }
    }

    /// That it is of `wanted`; a status instead is thrown as what it says.
    Answer expect(int wanted) throws IOException {
        if (type == wanted) {
            return this;
        }
        if (type != Wire.STATUS) {
            throw wrong("an answer of type " + wanted, "type " + type);
        }
        int code = u32();
        if (code == Wire.OK) {
            throw wrong("an answer of type " + wanted, "a bare success");
        }
        throw said(code);
    }

    /// What went wrong, with the server's own words where it has some; they are only ever shown.
    private Said said(int code) throws Corrupt {
        String message = "";
        if (body.remaining() >= Integer.BYTES) {
            message = clean(new String(bytes(Wire.MOST_PACKET), StandardCharsets.UTF_8), MOST_MESSAGE);
        }
        return new Said(code, message);
    }

    /// Another's words made fit to be shown: one line, no control characters, not long.
    static String clean(String words, int most) {
        StringBuilder clean = new StringBuilder();
        words.strip()
                .codePoints()
                .limit(most)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    Corrupt truncated() {
        return wrong("a whole answer of type " + type, "one that ends too early");
    }

    Corrupt wrong(String expected, String actual) {
        return new Violation(expected, actual).told(peer);
    }
}
