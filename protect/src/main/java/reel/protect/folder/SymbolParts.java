package reel.protect.folder;

import java.lang.foreign.MemorySegment;
import reel.raptorq.ObjectParameters;

/// Where a source block holds its symbols: with several sub-blocks (RFC 6330 §4.4.1.2), each symbol's parts lie
/// far apart, and those of one sub-block side by side.
///
/// @param parameters of the object
/// @param symbols    K of the source block
record SymbolParts(ObjectParameters parameters, int symbols) {
    int count() {
        return parameters.subBlocks();
    }

    /// Bytes of a symbol's part `part`.
    int size(int part) {
        return smallUnits() * parameters.alignment() + (part < larger() ? parameters.alignment() : 0);
    }

    /// Where part `part` begins in a symbol.
    int start(int part) {
        return (part * smallUnits() + Math.min(part, larger())) * parameters.alignment();
    }

    /// Where part `part` of a symbol begins in the block.
    long place(int part, int symbol) {
        return (long) symbols * start(part) + (long) symbol * size(part);
    }

    /// Puts a source symbol together from `block`, behind whose end are zeros.
    void gather(MemorySegment block, int symbol, MemorySegment into) {
        for (int part = 0; part < count(); part++) {
            long place = place(part, symbol);
            long there = Math.clamp(block.byteSize() - place, 0, size(part));
            MemorySegment.copy(block, Math.min(place, block.byteSize()), into, start(part), there);
            into.asSlice(start(part) + there, size(part) - there).fill((byte) 0);
        }
    }

    private int smallUnits() {
        return parameters.symbolSize() / parameters.alignment() / parameters.subBlocks();
    }

    /// How many parts have one alignment unit more.
    private int larger() {
        return parameters.symbolSize() / parameters.alignment() % parameters.subBlocks();
    }
}
