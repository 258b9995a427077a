package reel.protect.parity;

import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// What one member has lost.
///
/// @param member  its number in the group
/// @param lost    the group's numbers of its symbols that are damaged, unreadable, or whose check is lost
/// @param whole   whether the pack is what it was
record Damage(int member, BitSet lost, boolean whole) {

    /// Reads all of a member and compares every symbol with its check.
    static Damage of(ParityFile file, GroupSource source, int member, MemoryBudget budget) throws IOException {
        PackBytes pack = source.pack(member);
        BitSet lost = new BitSet();
        BitSet unknown = new BitSet();
        SymbolSum sum = new SymbolSum();
        int first = source.firstSymbol(member);
        int size = file.shape().symbolSize();
        Hash content = Fingerprints.read(pack, size, budget, (number, bytes) -> {
            @Nullable Integer right = file.sum(first + number);
            if (bytes == null || right != null && sum.source(bytes, size) != right) {
                lost.set(first + number);
            } else if (right == null) {
                unknown.set(first + number);
            }
        });
        boolean whole = pack.hasLength() && content.equals(pack.member().content());
        if (!whole) {
            lost.or(unknown);
        }
        return new Damage(member, lost, whole);
    }
}
