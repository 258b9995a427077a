package reel.protect.parity;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The cheap check of a symbol, CRC32C: it tells which symbols are damaged; the BLAKE3 of the whole pack has the
/// last word. One thread at a time.
final class SymbolSum {
    private final CRC32C crc = new CRC32C();
    private final byte[] zeros = new byte[GroupShape.MOST_SYMBOL];
    private final ByteBuffer place = ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN);

    /// Of a source symbol whose bytes begin with `bytes`; zeros complete it.
    int source(MemorySegment bytes, int symbolSize) {
        crc.reset();
        crc.update(bytes.asByteBuffer());
        crc.update(zeros, 0, (int) (symbolSize - bytes.byteSize()));
        return (int) crc.getValue();
    }

    /// Of a repair symbol, which is only right at its place in its group.
    int repair(long tag, int block, int number, MemorySegment symbol) {
        crc.reset();
        crc.update(place.clear().putLong(tag).putInt(block).putInt(number).flip());
        crc.update(symbol.asByteBuffer());
        return (int) crc.getValue();
    }
}
