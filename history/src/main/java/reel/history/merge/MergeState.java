package reel.history.merge;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.history.codec.Decoder;
import reel.history.codec.Encoder;
import reel.history.commit.Commit;
import reel.history.tree.EntryCodec;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// A merge that waits for a person: what is being merged into what, and the conflicts that are not yet decided.
///
/// The workspace keeps it as a file of its own; the layout is docs/format/merge.md.
///
/// @param ours       the commit the workspace stood on
/// @param theirs     the commit being merged
/// @param theirsName what the user called it
/// @param message    of the merge commit to be
/// @param conflicts  not decided yet, in order of path
public record MergeState(Hash ours, Hash theirs, String theirsName, String message, List<MergeConflict> conflicts) {
    /// More in one merge is refused; bounds what a reader allocates.
    public static final int MAX_CONFLICTS = 1_000_000;

    /// The longest file [#decode] takes.
    public static final int MAX_BYTES = 512 << 20;

    private static final String MAGIC = "reel-mg";
    private static final int VERSION = 1;
    private static final int MAX_NAME_BYTES = 4096;
    private static final int MIN_CONFLICT_BYTES = 4 + 2 * EntryCodec.MIN_BYTES;

    public MergeState {
        conflicts = List.copyOf(conflicts);
        if (conflicts.size() > MAX_CONFLICTS) {
            throw new IllegalArgumentException(conflicts.size() + " conflicts; the limit is " + MAX_CONFLICTS);
        }
        for (int i = 1; i < conflicts.size(); i++) {
            if (conflicts.get(i - 1).path().compareTo(conflicts.get(i).path()) >= 0) {
                throw new IllegalArgumentException(
                        "conflicts must ascend: " + conflicts.get(i).path());
            }
        }
    }

    public boolean isResolved() {
        return conflicts.isEmpty();
    }

    public @Nullable MergeConflict conflictAt(RepoPath path) {
        for (MergeConflict conflict : conflicts) {
            if (conflict.path().equals(path)) {
                return conflict;
            }
        }
        return null;
    }

    /// Without the conflicts at `path` and below it.
    public MergeState resolved(RepoPath path) {
        return withConflicts(conflicts.stream()
                .filter(conflict -> !conflict.path().isWithin(path))
                .toList());
    }

    public MergeState withConflicts(List<MergeConflict> left) {
        return new MergeState(ours, theirs, theirsName, message, left);
    }

    public byte[] encode() {
        Encoder out = new Encoder(1024);
        out.raw(MAGIC.getBytes(StandardCharsets.US_ASCII)).u8(VERSION);
        out.hash(ours).hash(theirs).string(theirsName).string(message);
        out.varint(conflicts.size());
        for (MergeConflict conflict : conflicts) {
            out.sized(conflict.path().toBytes()).u8(conflict.kind().ordinal());
            encode(out, conflict.base());
            encode(out, conflict.ours());
            encode(out, conflict.theirs());
            EntryCodec.encode(out, conflict.shown());
        }
        return out.hash(Blake3.hash(out.view())).toBytes();
    }

    private static void encode(Encoder out, @Nullable TreeEntry entry) {
        out.u8(entry == null ? 0 : 1);
        if (entry != null) {
            EntryCodec.encode(out, entry);
        }
    }

    /// @param thing what is being read, for the error
    public static MergeState decode(byte[] bytes, String thing) throws ReelException {
        int body = Math.max(0, bytes.length - Hash.BYTES);
        Decoder in = Decoder.of(bytes, body, thing);
        in.header(MAGIC, VERSION);
        Hash expected = Hash.read(MemorySegment.ofArray(bytes), body);
        Hash actual = Blake3.hash(MemorySegment.ofArray(bytes), 0, body);
        if (!expected.equals(actual)) {
            throw new Corrupt(thing, -1, "BLAKE3 " + expected, actual.toString());
        }
        try {
            Hash ours = in.hash("our commit");
            Hash theirs = in.hash("their commit");
            String theirsName = in.string(MAX_NAME_BYTES, "name of their commit");
            String message = in.string(Commit.MAX_MESSAGE_BYTES, "message");
            int count = in.count(MAX_CONFLICTS, MIN_CONFLICT_BYTES, "number of conflicts");
            List<MergeConflict> conflicts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                conflicts.add(decodeConflict(in));
            }
            in.end();
            return new MergeState(ours, theirs, theirsName, message, conflicts);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("a usable merge state", String.valueOf(e.getMessage()));
        }
    }

    private static MergeConflict decodeConflict(Decoder in) throws Corrupt {
        RepoPath path = RepoPath.of(in.sized(RepoPath.MAX_BYTES, "path"));
        int kind = in.u8("kind of conflict");
        if (kind >= MergeConflict.Kind.values().length) {
            throw in.corrupt("a known kind of conflict", Integer.toString(kind));
        }
        TreeEntry base = decodeOptional(in);
        TreeEntry ours = decodeOptional(in);
        TreeEntry theirs = decodeOptional(in);
        return new MergeConflict(path, MergeConflict.Kind.values()[kind], base, ours, theirs, EntryCodec.decode(in));
    }

    private static @Nullable TreeEntry decodeOptional(Decoder in) throws Corrupt {
        return switch (in.u8("presence")) {
            case 0 -> null;
            case 1 -> EntryCodec.decode(in);
            default -> throw in.corrupt("0 or 1", "another value");
        };
    }
}
