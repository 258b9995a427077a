package reel.protect.layout;

import org.jspecify.annotations.Nullable;
import reel.raptorq.ObjectParameters;
import reel.stream.hash.Hash;

/// One block of a layout file: a piece of the source that is an RFC 6330 object of its own.
///
/// @param index      place of the block in the file's order, from 0
/// @param name       the folder of its symbols; empty: the symbol folder itself
/// @param parameters its object transmission information; its length is `size`
/// @param offset     of its first byte in the source
/// @param size       in bytes, at least 1
/// @param symbols    how many symbol ids the layout lists
/// @param hash       BLAKE3 of its bytes; null in the older forms
/// @param from       where the block's own text begins in the layout file
/// @param to         where it ends
public record BlockEntry(
        int index,
        String name,
        ObjectParameters parameters,
        long offset,
        long size,
        long symbols,
        @Nullable Hash hash,
        long from,
        long to) {}
