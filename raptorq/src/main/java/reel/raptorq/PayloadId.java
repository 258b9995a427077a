package reel.raptorq;

/// The name of an encoding symbol on the wire, four bytes big-endian (RFC 6330 §3.2): block number (8 bits),
/// symbol id (24 bits). Ids below K are the source symbols, the others repair symbols.
///
/// @param block SBN, `0..254`
/// @param symbol ESI, `0..MAX_SYMBOL`
public record PayloadId(int block, int symbol) {
    /// Length on the wire.
    public static final int BYTES = 4;

    /// The highest encoding symbol id.
    public static final int MAX_SYMBOL = (1 << 24) - 1;

    public PayloadId {
        MalformedInput.inRange(
                "block", block, 0, ObjectParameters.MAX_BLOCKS - 1, "an object has at most 255 source blocks");
        MalformedInput.inRange("symbol", symbol, 0, MAX_SYMBOL, "a symbol id has 24 bits");
    }

    /// Reads the four bytes at `at`.
    ///
    /// @throws MalformedInput if they are not all there, or name block 255
    public static PayloadId parse(byte[] from, int at) {
        MalformedInput.fits("from", from.length, at, BYTES);
        return new PayloadId(
                from[at] & 255, (from[at + 1] & 255) << 16 | (from[at + 2] & 255) << 8 | from[at + 3] & 255);
    }

    /// Writes the four bytes to `at`.
    public void write(byte[] into, int at) {
        MalformedInput.fits("into", into.length, at, BYTES);
        into[at] = (byte) block;
        into[at + 1] = (byte) (symbol >>> 16);
        into[at + 2] = (byte) (symbol >>> 8);
        into[at + 3] = (byte) symbol;
    }
}
