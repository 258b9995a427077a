package reel.protect.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reel.backend.Backend;

/// All members of a group, open: their symbols by number. For any number of threads.
final class GroupSource implements AutoCloseable {
    private final GroupShape shape;
    private final List<PackBytes> packs = new ArrayList<>();
    private final int[] first;

    private GroupSource(GroupShape shape) {
        this.shape = shape;
        this.first = new int[shape.members().size() + 1];
        for (int m = 0; m < first.length; m++) {
            first[m] = shape.firstSymbol(m);
        }
    }

    static GroupSource open(Backend backend, GroupShape shape) throws IOException {
        GroupSource source = new GroupSource(shape);
        try {
            for (Member member : shape.members()) {
                source.packs.add(PackBytes.open(backend, member));
            }
            return source;
        } catch (Throwable failure) {
            source.close();
            throw failure;
        }
    }

    GroupShape shape() {
        return shape;
    }

    PackBytes pack(int member) {
        return packs.get(member);
    }

    int firstSymbol(int member) {
        return first[member];
    }

    /// The member that symbol `symbol` is of.
    int memberOf(int symbol) {
        int member = 0;
        while (first[member + 1] <= symbol) {
            member++;
        }
        return member;
    }

    /// Bytes of the symbol that are the pack's; the rest are zeros.
    int length(int member, int symbol) {
        long at = offset(member, symbol);
        return (int) Math.min(shape.symbolSize(), shape.members().get(member).bytes() - at);
    }

    /// Where the symbol lies in its pack.
    long offset(int member, int symbol) {
        return (long) (symbol - first[member]) * shape.symbolSize();
    }

    @Override
    public void close() {
        packs.forEach(PackBytes::close);
    }
}
