package reel.history.op;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.history.commit.Signature;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// One operation: what a command made of the view. The layout is docs/format/op.md.
///
/// @param number   1 for the first, dense
/// @param previous BLAKE3 of the whole entry before it, which makes the log a chain; zeros for the first
/// @param nonce    random, so that a writer knows its own entry again when the answer to its write was lost
/// @param undoes   the operation whose change it takes back; 0 for none
/// @param swept    what was collected up to here
public record Op(long number, Hash previous, long nonce, long undoes, OpInfo info, View view, Swept swept) {
    /// 50,000 branches fit; a longer entry is refused before it is read.
    static final int MAX_BYTES = 32 << 20;

    static final Hash NO_PREVIOUS = new Hash(0, 0, 0, 0);

    private static final String MAGIC = "reel-op";
    /// Without a sweep; every reel reads it.
    private static final int PLAIN_VERSION = 1;

    private static final int SWEPT_VERSION = 2;
    private static final int HEAD_BRANCH = 0;
    private static final int HEAD_DETACHED = 1;

    public Op {
        if (number < 1 || undoes < 0 || undoes >= number) {
            throw new IllegalArgumentException("operation " + number + " that undoes " + undoes);
        }
        if (swept.operation() > number) {
            throw new IllegalArgumentException("operation " + number + " with the sweep of " + swept.operation());
        }
    }

    /// Where nothing was ever collected.
    Op(long number, Hash previous, long nonce, long undoes, OpInfo info, View view) {
        this(number, previous, nonce, undoes, info, view, Swept.NEVER);
    }

    /// Whether it only tells that garbage was collected; it changes nothing that is shown.
    public boolean isSweep() {
        return swept.operation() == number;
    }

    public boolean isUndo() {
        return undoes > 0;
    }

    byte[] encode() {
        return encode(1);
    }

    /// @param multiple the entry's length becomes one of it, by zeros before the hash
    byte[] encode(int multiple) {
        Encoder out = new Encoder(
                512 + 64 * view.branches().size() + 128 * view.tags().size());
        out.raw(MAGIC.getBytes(StandardCharsets.US_ASCII))
                .u8(swept.equals(Swept.NEVER) ? PLAIN_VERSION : SWEPT_VERSION);
        out.i64(number).i64(nonce).hash(previous).varint(undoes);
        if (!swept.equals(Swept.NEVER)) {
            out.varint(swept.operation()).varint(swept.epoch()).varint(swept.floor());
        }
        info.who().encode(out);
        out.string(info.workspace()).string(info.command());
        out.varint(view.branches().size());
        for (Map.Entry<String, Hash> branch : view.branches().entrySet()) {
            out.string(branch.getKey()).hash(branch.getValue());
        }
        out.varint(view.tags().size());
        for (Map.Entry<String, Tag> tag : view.tags().entrySet()) {
            out.string(tag.getKey()).hash(tag.getValue().commit());
            tag.getValue().tagger().encode(out);
            out.string(tag.getValue().message());
        }
        out.varint(view.heads().size());
        for (Map.Entry<String, Head> head : view.heads().entrySet()) {
            out.string(head.getKey());
            switch (head.getValue()) {
                case Head.OnBranch on -> out.u8(HEAD_BRANCH).string(on.branch());
                case Head.Detached at -> out.u8(HEAD_DETACHED).hash(at.commit());
            }
        }
        int length = (int) out.view().byteSize() + Hash.BYTES;
        out.raw(new byte[Math.ceilDiv(length, multiple) * multiple - length]);
        return out.hash(Blake3.hash(out.view())).toBytes();
    }

    static Op decode(byte[] bytes, String thing) throws Corrupt, Refused {
        return decode(bytes, 1, thing);
    }

    /// @param multiple as it was encoded with
    static Op decode(byte[] bytes, int multiple, String thing) throws Corrupt, Refused {
        Decoder in = Decoder.of(bytes, requireWhole(bytes, thing), thing);
        int version = in.header(MAGIC, PLAIN_VERSION, SWEPT_VERSION);
        try {
            long number = in.i64("number");
            long nonce = in.i64("nonce");
            Hash previous = in.hash("previous entry");
            long undoes = in.varint(Long.MAX_VALUE, "undone operation");
            Swept swept = version == PLAIN_VERSION ? Swept.NEVER : decodeSwept(in);
            Signature who = Signature.decode(in);
            String workspace = in.string(64, "workspace id");
            String command = in.string(OpInfo.MAX_COMMAND_BYTES, "command");
            View view = decodeView(in);
            in.zerosToEnd(multiple - 1);
            return new Op(number, previous, nonce, undoes, new OpInfo(who, workspace, command), view, swept);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("a usable operation", String.valueOf(e.getMessage()));
        }
    }

    /// Entries of every version end with their hash, so a damaged one is never taken for one of a newer version.
    ///
    /// @return how many bytes come before it
    private static int requireWhole(byte[] bytes, String thing) throws Corrupt {
        int length = bytes.length - Hash.BYTES;
        if (length < 0) {
            throw new Corrupt(thing, 0, "an operation", bytes.length + " bytes");
        }
        Hash expected = Hash.read(MemorySegment.ofArray(bytes), length);
        Hash actual = Blake3.hash(MemorySegment.ofArray(bytes), 0, length);
        if (!expected.equals(actual)) {
            throw new Corrupt(thing, -1, "BLAKE3 " + expected, actual.toString());
        }
        return length;
    }

    private static Swept decodeSwept(Decoder in) throws Corrupt {
        Swept swept = new Swept(
                in.varint(Long.MAX_VALUE, "sweeping operation"),
                in.varint(Long.MAX_VALUE, "swept epoch"),
                in.varint(Long.MAX_VALUE, "floor"));
        if (swept.equals(Swept.NEVER)) {
            throw in.corrupt("a sweep in an entry of version 2", "none");
        }
        return swept;
    }

    private static View decodeView(Decoder in) throws Corrupt {
        SortedMap<String, Hash> branches = new TreeMap<>();
        for (int left = in.count(View.MAX_NAMES, 34, "number of branches"); left > 0; left--) {
            putAscending(in, branches, in.string(RefName.MAX_BYTES, "branch name"), in.hash("commit id"));
        }
        SortedMap<String, Tag> tags = new TreeMap<>();
        for (int left = in.count(View.MAX_NAMES, 48, "number of tags"); left > 0; left--) {
            String name = in.string(RefName.MAX_BYTES, "tag name");
            Hash commit = in.hash("commit id");
            Signature tagger = Signature.decode(in);
            putAscending(in, tags, name, new Tag(commit, tagger, in.string(Tag.MAX_MESSAGE_BYTES, "tag message")));
        }
        SortedMap<String, Head> heads = new TreeMap<>();
        for (int left = in.count(View.MAX_NAMES, 5, "number of heads"); left > 0; left--) {
            String workspace = in.string(64, "workspace id");
            int kind = in.u8("kind of head");
            Head head = switch (kind) {
                case HEAD_BRANCH -> new Head.OnBranch(in.string(RefName.MAX_BYTES, "branch name"));
                case HEAD_DETACHED -> new Head.Detached(in.hash("commit id"));
                default -> throw in.corrupt("a known kind of head", Integer.toString(kind));
            };
            putAscending(in, heads, workspace, head);
        }
        return new View(branches, tags, heads);
    }

    private static <T> void putAscending(Decoder in, SortedMap<String, T> map, String name, T value) throws Corrupt {
        if (!map.isEmpty() && map.lastKey().compareTo(name) >= 0) {
            throw in.corrupt("names in ascending order", "`" + name + "` after `" + map.lastKey() + "`");
        }
        map.put(name, value);
    }
}
