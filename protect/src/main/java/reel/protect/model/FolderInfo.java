package reel.protect.model;

import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// What a symbol folder holds, without looking at the symbols.
///
/// @param name          of the source file, where the layout tells it
/// @param modifiedNanos of the source file, since 1970; null where the layout does not tell it
/// @param hash          BLAKE3 of the source file, where the layout tells it
/// @param blockBytes    source bytes of the largest block
/// @param symbols       listed in all
/// @param needed        source symbols among them
/// @param parts         part files expected; 0 where symbols are files of their own
public record FolderInfo(
        Form form,
        @Nullable String name,
        @Nullable Long modifiedNanos,
        long bytes,
        @Nullable Hash hash,
        long blocks,
        long blockBytes,
        int symbolSize,
        long symbols,
        long needed,
        int parts) {}
