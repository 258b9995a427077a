package reel.protect.parity;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import reel.store.layout.Le;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// What a parity object knows of its group: the shape, and a check of every source symbol.
final class GroupTable {
    private static final int VERSION = 1;
    static final int HEAD_BYTES = 40;
    static final int MEMBER_BYTES = 72;
    private static final int ID_BYTES = 16;

    private GroupTable() {}

    static byte[] encode(GroupShape shape, int[] sums) {
        int members = shape.members().size();
        byte[] table = new byte[(int) bytes(shape)];
        MemorySegment to = MemorySegment.ofArray(table);
        to.set(Le.INT, 0, VERSION);
        to.set(Le.INT, 4, shape.symbolSize());
        to.set(Le.INT, 8, shape.blocks());
        to.set(Le.INT, 12, shape.repairs());
        to.set(Le.INT, 16, members);
        to.set(Le.INT, 20, shape.rate().basisPoints());
        MemorySegment.copy(HexFormat.of().parseHex(shape.repository()), 0, to, ValueLayout.JAVA_BYTE, 24, ID_BYTES);
        for (int m = 0; m < members; m++) {
            Member member = shape.members().get(m);
            long at = HEAD_BYTES + (long) m * MEMBER_BYTES;
            member.pack().write(to, at);
            to.set(Le.LONG, at + 32, member.bytes());
            member.content().write(to, at + 40);
        }
        for (int s = 0; s < sums.length; s++) {
            to.set(Le.INT, sumAt(members, s), sums[s]);
        }
        return table;
    }

    static long bytes(GroupShape shape) {
        return sumAt(shape.members().size(), shape.symbols());
    }

    static long sumAt(int members, int symbol) {
        return HEAD_BYTES + (long) members * MEMBER_BYTES + 4L * symbol;
    }

    /// How many members the head tells. @param head the table's first bytes
    static int members(MemorySegment head, String thing) throws Corrupt, Refused {
        int version = head.get(Le.INT, 0);
        if (version != VERSION) {
            throw new Refused(
                    thing,
                    "it has version " + version + ", this program reads version " + VERSION,
                    "Install a newer reel.");
        }
        int members = head.get(Le.INT, 16);
        if (members < 1 || members > GroupShape.MAX_MEMBERS) {
            throw new Corrupt(thing, 16, "1 to " + GroupShape.MAX_MEMBERS + " members", members + " members");
        }
        return members;
    }

    /// The shape that the table's beginning tells; [Corrupt] for an impossible one.
    static GroupShape decode(MemorySegment table, String thing) throws Corrupt, Refused {
        int members = members(table, thing);
        byte[] id = table.asSlice(24, ID_BYTES).toArray(ValueLayout.JAVA_BYTE);
        List<Member> list = new ArrayList<>();
        try {
            for (int m = 0; m < members; m++) {
                long at = HEAD_BYTES + (long) m * MEMBER_BYTES;
                list.add(new Member(Hash.read(table, at), table.get(Le.LONG, at + 32), Hash.read(table, at + 40)));
            }
            return new GroupShape(
                    HexFormat.of().formatHex(id),
                    table.get(Le.INT, 4),
                    table.get(Le.INT, 8),
                    table.get(Le.INT, 12),
                    new Rate(table.get(Le.INT, 20)),
                    list);
        } catch (IllegalArgumentException impossible) {
            throw new Corrupt(thing, 0, "the shape of a group", String.valueOf(impossible.getMessage()));
        }
    }
}
