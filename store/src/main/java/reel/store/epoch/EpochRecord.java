package reel.store.epoch;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import reel.store.layout.Le;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// What an epoch says: the packs that are going to be deleted. The layout is docs/format/gc.md.
///
/// @param number    0 for the one before any record
/// @param floor     number of the oldest operation whose contents are still kept
/// @param condemned the packs that no session of this epoch relies on
public record EpochRecord(long number, long floor, Set<Hash> condemned) {
    /// A record of 128 MiB; 256 TiB of packs.
    public static final int MAX_CONDEMNED = 1 << 22;

    /// `reel-gc` and the version.
    private static final long MAGIC = 0x01_63_67_2d_6c_65_65_72L;

    private static final int VERSION_SHIFT = 56;
    private static final int HEADER_BYTES = 28;
    static final long MAX_BYTES = HEADER_BYTES + (MAX_CONDEMNED + 1L) * Hash.BYTES;

    /// Where nothing was ever collected.
    static final EpochRecord NONE = new EpochRecord(0, 0, Set.of());

    public EpochRecord {
        if (number < 0 || floor < 0 || condemned.size() > MAX_CONDEMNED) {
            throw new IllegalArgumentException("epoch " + number + ", floor " + floor + ", " + condemned.size());
        }
        condemned = Set.copyOf(condemned);
    }

    /// The next epoch.
    public EpochRecord next(long nextFloor, Collection<Hash> packs) {
        return new EpochRecord(number + 1, Math.max(floor, nextFloor), Set.copyOf(packs));
    }

    byte[] encode() {
        byte[] bytes = new byte[HEADER_BYTES + (condemned.size() + 1) * Hash.BYTES];
        MemorySegment out = MemorySegment.ofArray(bytes);
        out.set(Le.LONG, 0, MAGIC);
        out.set(Le.LONG, 8, number);
        out.set(Le.LONG, 16, floor);
        out.set(Le.INT, 24, condemned.size());
        long at = HEADER_BYTES;
        for (Hash pack : new TreeSet<>(condemned)) {
            pack.write(out, at);
            at += Hash.BYTES;
        }
        Blake3.hash(out, 0, at).write(out, at);
        return bytes;
    }

    static EpochRecord decode(byte[] bytes, long number, String thing) throws Corrupt, Refused {
        MemorySegment in = MemorySegment.ofArray(bytes);
        if (bytes.length < HEADER_BYTES + Hash.BYTES) {
            throw new Corrupt(thing, -1, "at least " + (HEADER_BYTES + Hash.BYTES) + " bytes", bytes.length + " bytes");
        }
        // Records of every version end with their hash, so a damaged one is never taken for one of a newer version.
        long end = bytes.length - Hash.BYTES;
        Hash expected = Hash.read(in, end);
        Hash actual = Blake3.hash(in, 0, end);
        if (!expected.equals(actual)) {
            throw new Corrupt(thing, -1, "BLAKE3 " + expected, actual.toString());
        }
        long magic = in.get(Le.LONG, 0);
        if (magic != MAGIC && (magic ^ MAGIC) << 8 == 0 && magic >>> VERSION_SHIFT > 1) {
            throw new Refused(
                    thing, "has version " + (magic >>> VERSION_SHIFT) + ", this reel reads 1", "Update reel.");
        }
        long length = HEADER_BYTES + (Le.unsigned(in, 24) + 1) * Hash.BYTES;
        if (magic != MAGIC || length != bytes.length) {
            throw new Corrupt(thing, 0, "an epoch's record of " + length + " bytes", bytes.length + " bytes");
        }
        TreeSet<Hash> packs = new TreeSet<>();
        for (long at = HEADER_BYTES; at < length - Hash.BYTES; at += Hash.BYTES) {
            Hash pack = Hash.read(in, at);
            if (!packs.isEmpty() && packs.last().compareTo(pack) >= 0) {
                throw new Corrupt(thing, at, "ids in ascending order", pack + " after " + packs.last());
            }
            packs.add(pack);
        }
        if (in.get(Le.LONG, 8) != number || in.get(Le.LONG, 16) < 0) {
            throw new Corrupt(thing, 8, "epoch " + number, "epoch " + in.get(Le.LONG, 8));
        }
        return new EpochRecord(number, in.get(Le.LONG, 16), packs);
    }
}
