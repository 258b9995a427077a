package reel.protect.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a decode found and did.
///
/// @param bytes     of the file that came back
/// @param blocks    in all
/// @param solved    blocks that lacked source symbols and were solved from repair symbols
/// @param corrupt   symbols that were skipped since their bytes were not what their id says
/// @param missing   symbols looked for that were not there
/// @param damaged   names of corrupt symbols, the first thousand
/// @param name      of the source file, where the layout tells it
/// @param confirmed whether a hash of the whole file, kept with the symbols, was compared
public record DecodeReport(
        long bytes,
        long blocks,
        long solved,
        long corrupt,
        long missing,
        List<String> damaged,
        @Nullable String name,
        boolean confirmed) {}
