package reel.protect.model;

import java.nio.file.Path;

/// What an encode made.
///
/// @param bytes         of the source
/// @param symbolSize    bytes of a symbol
/// @param sourceSymbols in all blocks
/// @param repairSymbols in all blocks
/// @param reusedBlocks  blocks that an earlier, stopped encode had finished
/// @param layout        the layout file; the folder for a container
public record EncodeReport(
        Form form,
        long bytes,
        long blocks,
        int symbolSize,
        long sourceSymbols,
        long repairSymbols,
        long reusedBlocks,
        Path layout) {}
