package reel.raptorq;

/// The shape of one source block: `symbols × symbolSize` bytes, cut into sub-blocks.
///
/// @param symbols K, `1..56403`
/// @param symbolSize T in bytes, a multiple of `alignment`
/// @param subBlocks N; sub-block j holds every symbol's j-th part, all of them in a row
/// @param alignment Al: parts are multiples of so many bytes
public record BlockShape(int symbols, int symbolSize, int subBlocks, int alignment) {
    /// The most symbols in a block: the largest K' of the standard's table.
    public static final int MAX_SYMBOLS = 56_403;

    /// The largest symbol.
    public static final int MAX_SYMBOL_SIZE = 65_535;

    public BlockShape {
        MalformedInput.inRange("symbols", symbols, 1, MAX_SYMBOLS, "choose larger symbols or more source blocks");
        ObjectParameters.checkSymbol(symbolSize, subBlocks, alignment);
    }

    /// A block without sub-blocks.
    public static BlockShape of(int symbols, int symbolSize) {
        return new BlockShape(symbols, symbolSize, 1, 1);
    }

    /// `symbols × symbolSize`.
    public long bytes() {
        return (long) symbols * symbolSize;
    }

    /// How many of the sub-blocks are of the larger kind (NL of §4.4.1.2).
    int largeParts() {
        return symbolSize / alignment - smallPart() / alignment * subBlocks;
    }

    /// Bytes of a symbol's part in a large sub-block (TL · Al).
    int largePart() {
        int units = symbolSize / alignment;
        return (units + subBlocks - 1) / subBlocks * alignment;
    }

    /// Bytes of a symbol's part in a small sub-block (TS · Al).
    int smallPart() {
        return symbolSize / alignment / subBlocks * alignment;
    }

    /// The part that holds byte `column` of a symbol.
    int partAt(int column) {
        int large = largeParts();
        int edge = large * largePart();
        return column < edge ? column / largePart() : large + (column - edge) / smallPart();
    }

    /// The first column of part `part`.
    int partStart(int part) {
        int large = largeParts();
        return part <= large ? part * largePart() : large * largePart() + (part - large) * smallPart();
    }

    /// The bytes of part `part`.
    int partSize(int part) {
        return part < largeParts() ? largePart() : smallPart();
    }

    /// Where the block holds byte `column` of source symbol `symbol`.
    long offset(int symbol, int column) {
        int part = partAt(column);
        int start = partStart(part);
        return (long) symbols * start + (long) symbol * partSize(part) + (column - start);
    }
}
