package reel.store.layout;

import java.lang.foreign.MemorySegment;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The last 64 bytes of a pack or a run: where its table lies, and the table's checksums. The table's BLAKE3 is the
/// object's id, keyed where the repository is encrypted.
public record Trailer(long tableOffset, int tableBytes, int tableCrc, Hash id) {
    public static final int BYTES = 64;
    public static final int VERSION = 1;

    private static final long MAGIC = Le.magic("REELTAIL");
    private static final int CRC_AT = 52;

    /// The trailer of an object whose `table` lies at `offset`.
    public static Trailer of(long offset, MemorySegment table, Cloak cloak) {
        Hash id = cloak.object(Blake3.hash(table));
        return new Trailer(offset, Math.toIntExact(table.byteSize()), Crc.of(table), id);
    }

    public void write(MemorySegment into, long at) {
        MemorySegment to = into.asSlice(at, BYTES);
        to.set(Le.LONG, 0, tableOffset);
        to.set(Le.INT, 8, tableBytes);
        to.set(Le.INT, 12, tableCrc);
        id.write(to, 16);
        to.set(Le.INT, 48, VERSION);
        to.set(Le.INT, CRC_AT, Crc.of(to, 0, CRC_AT));
        to.set(Le.LONG, 56, MAGIC);
    }

    /// Reads the trailer of an object of `size` bytes and checks that the table ends where the trailer starts.
    ///
    /// @param bytes the object's last 64 bytes
    /// @param first where the table may start at the earliest
    public static Trailer read(MemorySegment bytes, String thing, long size, long first) throws ReelException {
        long at = size - BYTES;
        if (bytes.get(Le.LONG, 56) != MAGIC) {
            throw new Corrupt(thing, at + 56, "a trailer", "0x" + Long.toHexString(bytes.get(Le.LONG, 56)));
        }
        int crc = Crc.of(bytes, 0, CRC_AT);
        if (crc != bytes.get(Le.INT, CRC_AT)) {
            throw new Corrupt(thing, at, "trailer CRC " + hex(bytes.get(Le.INT, CRC_AT)), hex(crc));
        }
        long version = Le.unsigned(bytes, 48);
        if (version != VERSION) {
            throw new Refused(
                    thing,
                    "it has version " + version + ", this program reads version " + VERSION,
                    "Install a newer reel.");
        }
        Trailer trailer =
                new Trailer(bytes.get(Le.LONG, 0), bytes.get(Le.INT, 8), bytes.get(Le.INT, 12), Hash.read(bytes, 16));
        if (trailer.tableBytes < 0 || trailer.tableOffset < first || trailer.tableOffset + trailer.tableBytes != at) {
            throw new Corrupt(
                    thing,
                    at,
                    "a table between " + first + " and " + at,
                    trailer.tableOffset + "+" + trailer.tableBytes);
        }
        return trailer;
    }

    /// Checks the table's CRC.
    public void check(MemorySegment table, String thing) throws Corrupt {
        int crc = Crc.of(table);
        if (crc != tableCrc) {
            throw new Corrupt(thing, tableOffset, "table CRC " + hex(tableCrc), hex(crc));
        }
    }

    private static String hex(int crc) {
        return String.format("%08x", crc);
    }
}
