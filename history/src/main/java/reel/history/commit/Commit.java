package reel.history.commit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.stream.ReelException;
import reel.stream.hash.Hash;

/// A state of all files that somebody gave a message. The layout is docs/format/commit.md.
///
/// @param tree      id of the root folder's tree
/// @param parents   ids of the commits it follows: none for the first, two or more for a merge; all different
/// @param author    who made the change
/// @param committer who made the commit
/// @param message   any text, may be empty
public record Commit(Hash tree, List<Hash> parents, Signature author, Signature committer, String message) {
    public static final int MAX_PARENTS = 64;

    /// The longest message, in bytes of UTF-8.
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    static final int MAX_BYTES = MAX_MESSAGE_BYTES + 16 * 1024;

    private static final String MAGIC = "rcm";
    private static final int VERSION = 1;

    public Commit {
        parents = List.copyOf(parents);
        if (parents.size() > MAX_PARENTS || new HashSet<>(parents).size() != parents.size()) {
            throw new IllegalArgumentException("a commit has at most " + MAX_PARENTS + " parents, all different");
        }
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_MESSAGE_BYTES || !new String(text, StandardCharsets.UTF_8).equals(message)) {
            throw new IllegalArgumentException("a message is at most " + MAX_MESSAGE_BYTES + " bytes of valid Unicode");
        }
    }

    /// The first line of the message.
    public String subject() {
        return message.lines().findFirst().orElse("");
    }

    public boolean isMerge() {
        return parents.size() > 1;
    }

    byte[] encode() {
        Encoder out = new Encoder(256 + message.length());
        out.raw(MAGIC.getBytes(StandardCharsets.US_ASCII)).u8(VERSION);
        out.hash(tree).u8(parents.size());
        for (Hash parent : parents) {
            out.hash(parent);
        }
        author.encode(out);
        committer.encode(out);
        out.string(message);
        return out.toBytes();
    }

    static Commit decode(byte[] bytes, String thing) throws ReelException {
        Decoder in = Decoder.of(bytes, thing);
        in.header(MAGIC, VERSION);
        Hash tree = in.hash("tree id");
        int count = in.u8("number of parents");
        if (count > MAX_PARENTS || (long) count * Hash.BYTES > in.remaining()) {
            throw in.corrupt("at most " + MAX_PARENTS + " parents that fit", Integer.toString(count));
        }
        List<Hash> parents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parents.add(in.hash("parent id"));
        }
        Signature author = Signature.decode(in);
        Signature committer = Signature.decode(in);
        String message = in.string(MAX_MESSAGE_BYTES, "message");
        in.end();
        try {
            return new Commit(tree, parents, author, committer, message);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("a usable commit", String.valueOf(e.getMessage()));
        }
    }
}
