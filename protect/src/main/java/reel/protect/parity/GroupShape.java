package reel.protect.parity;

import java.util.Comparator;
import java.util.List;
import reel.raptorq.BlockShape;

/// A group of packs cut into symbols, and the symbols dealt to blocks.
///
/// The members' bytes lie one after the other, each from a symbol's start, the last symbol of each filled up with
/// zeros. Symbol `s` of them all is source symbol `s / blocks` of block `s mod blocks`: neighbours are in
/// different blocks, so a damaged region costs every block about the same.
///
/// @param repository id of the repository, 32 hexadecimal digits
/// @param symbolSize bytes of a symbol, a power of two
/// @param repairs    repair symbols of every block
/// @param members    in ascending order of pack
public record GroupShape(String repository, int symbolSize, int blocks, int repairs, Rate rate, List<Member> members) {
    /// Members of a full group: a lost pack then costs a twentieth of every block.
    static final int MAX_MEMBERS = 20;

    static final int LEAST_SYMBOL = 64;
    static final int MOST_SYMBOL = 4096;

    /// Symbols of a block: 32 MiB at most, of which a machine with little memory can hold two.
    static final int MAX_BLOCK_SYMBOLS = 8192;

    /// Repair symbols beyond what is lost: with three more, one block in four thousand millions cannot be solved.
    static final int SPARE = 3;

    /// Small packs have small symbols, about so many of them.
    private static final int SYMBOLS_OF_SMALL = 256;

    /// Scattered damage does not hit all blocks alike; so many standard deviations more are provided for.
    private static final double DEVIATIONS = 4.5;

    public GroupShape {
        members = List.copyOf(members);
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("a group has 1 to " + MAX_MEMBERS + " members, not " + members.size());
        }
        boolean power = Integer.bitCount(symbolSize) == 1 && symbolSize >= LEAST_SYMBOL && symbolSize <= MOST_SYMBOL;
        if (!power || blocks < 1 || repairs < 1 || repairs > 2 * MAX_BLOCK_SYMBOLS) {
            throw new IllegalArgumentException(
                    "impossible shape: symbols of " + symbolSize + ", " + blocks + " blocks, " + repairs + " repairs");
        }
        long symbols = members.stream().mapToLong(m -> symbols(m, symbolSize)).sum();
        if (blocks > symbols || Math.ceilDiv(symbols, (long) blocks) > MAX_BLOCK_SYMBOLS) {
            throw new IllegalArgumentException(symbols + " symbols do not make " + blocks + " blocks");
        }
    }

    /// The shape of a group of `packs` with so much parity.
    static GroupShape of(String repository, List<Member> packs, Rate rate) {
        List<Member> members =
                packs.stream().sorted(Comparator.comparing(Member::pack)).toList();
        long largest = members.stream().mapToLong(Member::bytes).max().orElseThrow();
        long wanted = Long.highestOneBit(Math.max(1, largest / SYMBOLS_OF_SMALL));
        int size = (int) Math.clamp(wanted, LEAST_SYMBOL, MOST_SYMBOL);
        long symbols = members.stream().mapToLong(m -> symbols(m, size)).sum();
        int blocks = (int) Math.ceilDiv(symbols, (long) MAX_BLOCK_SYMBOLS);
        int inBlock = (int) Math.ceilDiv(symbols, (long) blocks);
        double share = rate.basisPoints() / 10_000.0;
        int uneven = blocks == 1 ? 0 : (int) Math.ceil(DEVIATIONS * Math.sqrt(share * (1 - share) * inBlock));
        int ofLargest = (int) Math.ceilDiv(Math.ceilDiv(largest, (long) size), (long) blocks);
        int repairs = Math.max(rate.of(inBlock) + uneven, ofLargest) + SPARE;
        return new GroupShape(repository, size, blocks, repairs, rate, members);
    }

    private static long symbols(Member member, int symbolSize) {
        return Math.ceilDiv(member.bytes(), (long) symbolSize);
    }

    /// Symbols of member number `member`.
    int symbols(int member) {
        return (int) symbols(members.get(member), symbolSize);
    }

    /// The group's number of the first symbol of member number `member`; of the one behind the last: all symbols.
    int firstSymbol(int member) {
        int first = 0;
        for (int m = 0; m < member; m++) {
            first += symbols(m);
        }
        return first;
    }

    /// Source symbols of all blocks.
    int symbols() {
        return firstSymbol(members.size());
    }

    int block(int symbol) {
        return symbol % blocks;
    }

    /// The symbol's number in its block.
    int inBlock(int symbol) {
        return symbol / blocks;
    }

    /// Source symbols of a block.
    int blockSymbols(int block) {
        return (symbols() - block + blocks - 1) / blocks;
    }

    BlockShape blockShape(int block) {
        return BlockShape.of(blockSymbols(block), symbolSize);
    }

    /// Bytes of the largest block.
    long blockBytes() {
        return (long) blockSymbols(0) * symbolSize;
    }

    /// The number of the member that `pack` is; -1 if it is none.
    int member(reel.stream.hash.Hash pack) {
        for (int m = 0; m < members.size(); m++) {
            if (members.get(m).pack().equals(pack)) {
                return m;
            }
        }
        return -1;
    }

    /// Bytes of the packs together.
    public long bytes() {
        return members.stream().mapToLong(Member::bytes).sum();
    }
}
