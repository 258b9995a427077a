package reel.history.op;

import java.nio.charset.StandardCharsets;
import reel.history.commit.Signature;
import reel.stream.hash.Hash;

/// A name for one commit that does not move. @param message may be empty
public record Tag(Hash commit, Signature tagger, String message) {
    /// The longest message, in bytes of UTF-8: tags stand in every operation after them.
    public static final int MAX_MESSAGE_BYTES = 4096;

    public Tag {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_MESSAGE_BYTES || !new String(text, StandardCharsets.UTF_8).equals(message)) {
            throw new IllegalArgumentException("a tag's message is at most " + MAX_MESSAGE_BYTES + " bytes of Unicode");
        }
    }
}
