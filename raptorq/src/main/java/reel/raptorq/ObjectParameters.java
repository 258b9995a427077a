package reel.raptorq;

/// What a receiver must know to decode an object, 12 bytes on the wire (RFC 6330 §3.3): the object transmission
/// information.
///
/// | bytes | field |
/// |---|---|
/// | 0–4 | F, length of the object in bytes |
/// | 5 | reserved, 0 |
/// | 6–7 | T, bytes of a symbol |
/// | 8 | Z, number of source blocks |
/// | 9–10 | N, number of sub-blocks in a block |
/// | 11 | Al, symbol alignment |
///
/// @param transferLength F, `1..942574504275`
/// @param symbolSize T, a multiple of `alignment`, `1..65535`
/// @param sourceBlocks Z, `1..255`
/// @param subBlocks N, `1..T/Al`
/// @param alignment Al, `1..255`
public record ObjectParameters(long transferLength, int symbolSize, int sourceBlocks, int subBlocks, int alignment) {
    /// Length on the wire.
    public static final int BYTES = 12;

    /// The most source blocks of an object.
    public static final int MAX_BLOCKS = 255;

    /// 56403 · 65535 · 255 (erratum 5548; the number printed in the standard does not divide into blocks).
    public static final long MAX_TRANSFER_LENGTH = 942_574_504_275L;

    /// Alignment and least sub-symbol, in alignment units, that common encoders choose for payloads of 64
    /// bytes on.
    private static final int USUAL_ALIGNMENT = 8;

    public ObjectParameters {
        MalformedInput.inRange(
                "transferLength",
                transferLength,
                1,
                MAX_TRANSFER_LENGTH,
                "an empty object has no symbols, and a larger one must be cut into several objects");
        checkSymbol(symbolSize, subBlocks, alignment);
        MalformedInput.inRange("sourceBlocks", sourceBlocks, 1, MAX_BLOCKS, "choose larger symbols or several objects");
        long symbols = ceil(transferLength, symbolSize);
        MalformedInput.inRange(
                "sourceBlocks",
                sourceBlocks,
                ceil(symbols, BlockShape.MAX_SYMBOLS),
                symbols,
                "every block has 1 to " + BlockShape.MAX_SYMBOLS + " of the object's " + symbols + " symbols");
    }

    static void checkSymbol(int symbolSize, int subBlocks, int alignment) {
        MalformedInput.inRange("symbolSize", symbolSize, 1, BlockShape.MAX_SYMBOL_SIZE, "a symbol size has 16 bits");
        MalformedInput.inRange("alignment", alignment, 1, 255, "usual are 1, 4 and 8");
        if (symbolSize % alignment != 0) {
            throw new MalformedInput(
                    "symbolSize",
                    "symbolSize is " + symbolSize + ", expected a multiple of the alignment " + alignment + "; choose "
                            + Math.max(1, symbolSize / alignment) * alignment);
        }
        MalformedInput.inRange(
                "subBlocks",
                subBlocks,
                1,
                symbolSize / alignment,
                "every sub-block holds at least one alignment unit of a symbol");
    }

    /// The parameters that common encoders choose: alignment 8 and sub-symbols of at least 64 bytes for
    /// payloads of 64 bytes and more, else 1 and 1.
    ///
    /// @param payloadSize the most bytes of a symbol
    /// @param decoderMemory WS, bytes a receiver has for one sub-block; 10 MiB is usual
    /// @throws MalformedInput if no 255 blocks of that memory hold the object
    public static ObjectParameters derive(long transferLength, int payloadSize, long decoderMemory) {
        boolean usual = payloadSize >= USUAL_ALIGNMENT * USUAL_ALIGNMENT;
        return derive(
                transferLength, payloadSize, decoderMemory, usual ? USUAL_ALIGNMENT : 1, usual ? USUAL_ALIGNMENT : 1);
    }

    /// The parameters of RFC 6330 §4.3.
    ///
    /// @param alignment Al
    /// @param leastPart SS, the least part of a symbol in a sub-block, in alignment units
    public static ObjectParameters derive(
            long transferLength, int payloadSize, long decoderMemory, int alignment, int leastPart) {
        MalformedInput.inRange(
                "transferLength", transferLength, 1, MAX_TRANSFER_LENGTH, "an object has 1 byte to 942 GB");
        MalformedInput.inRange("alignment", alignment, 1, 255, "usual are 1, 4 and 8");
        MalformedInput.inRange(
                "payloadSize", payloadSize, alignment, BlockShape.MAX_SYMBOL_SIZE, "a symbol size has 16 bits");
        int symbolSize = payloadSize / alignment * alignment;
        int units = symbolSize / alignment;
        MalformedInput.inRange(
                "leastPart", leastPart, 1, units, "a part is at least one alignment unit and at most a symbol");
        long symbols = ceil(transferLength, symbolSize);
        int mostParts = units / leastPart;
        int most = mostSymbols(decoderMemory, alignment, units, mostParts);
        MalformedInput.inRange(
                "decoderMemory",
                decoderMemory,
                (long) BlockCode.SMALLEST * alignment * ceil(units, mostParts),
                Long.MAX_VALUE,
                "the smallest block takes that much");
        long blocks = ceil(symbols, most);
        MalformedInput.inRange(
                "sourceBlocks", blocks, 1, MAX_BLOCKS, "choose larger symbols, more memory or several objects");
        long perBlock = ceil(symbols, blocks);
        int parts = 1;
        while (mostSymbols(decoderMemory, alignment, units, parts) < perBlock) {
            parts++;
        }
        return new ObjectParameters(transferLength, symbolSize, (int) blocks, parts, alignment);
    }

    /// KL(n): the most symbols of a block whose sub-block takes at most `memory`; 0 if none do.
    private static int mostSymbols(long memory, int alignment, int units, int parts) {
        return BlockCode.largestWithin(memory / ((long) alignment * ceil(units, parts)));
    }

    /// Reads the twelve bytes.
    ///
    /// @throws MalformedInput if they are not twelve, or a field breaks its bound
    public static ObjectParameters parse(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MalformedInput(
                    "bytes", "object parameters have " + bytes.length + " bytes, expected 12; the record is damaged");
        }
        return new ObjectParameters(
                number(bytes, 0, 5),
                (int) number(bytes, 6, 2),
                bytes[8] & 255,
                (int) number(bytes, 9, 2),
                bytes[11] & 255);
    }

    private static long number(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            value = value << 8 | bytes[i] & 255;
        }
        return value;
    }

    /// The twelve bytes.
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        put(bytes, 0, 5, transferLength);
        put(bytes, 6, 2, symbolSize);
        bytes[8] = (byte) sourceBlocks;
        put(bytes, 9, 2, subBlocks);
        bytes[11] = (byte) alignment;
        return bytes;
    }

    private static void put(byte[] bytes, int at, int length, long value) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (length - 1 - i));
        }
    }

    /// Source symbols of the whole object.
    public long symbols() {
        return ceil(transferLength, symbolSize);
    }

    /// Source block `number`: the first ones are one symbol larger where the symbols do not divide evenly
    /// (§4.4.1.1).
    ///
    /// @throws MalformedInput if the object has no such block
    public SourceBlock block(int number) {
        MalformedInput.inRange(
                "block", number, 0, sourceBlocks - 1, "the symbol belongs to another object or is damaged");
        long symbols = symbols();
        long small = symbols / sourceBlocks;
        long larger = symbols - small * sourceBlocks;
        long first = number * small + Math.min(number, larger);
        int own = (int) (number < larger ? small + 1 : small);
        long offset = first * symbolSize;
        return new SourceBlock(number, offset, Math.min((long) own * symbolSize, transferLength - offset), own);
    }

    /// The shape of source block `number`.
    public BlockShape shape(int number) {
        return new BlockShape(block(number).symbols(), symbolSize, subBlocks, alignment);
    }

    static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
