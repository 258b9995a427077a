package reel.stream.chunk;

import java.io.IOException;
import reel.stream.RandomReader;

/// Offsets where a file's own structure begins and ends an element, so that a chunk should end there too.
///
/// Implementations parse a container's skeleton only (never its payload) and answer [#NONE] for anything that does
/// not
/// parse.
@FunctionalInterface
public interface CutHints {
    long[] NO_CUTS = {};

    /// No structure known: the content alone decides.
    CutHints NONE = (file, name) -> NO_CUTS;

    /// Strictly increasing offsets inside (0, size), few enough to cost nothing beside the chunks themselves.
    ///
    /// @param name the file's name, a hint only: content decides
    long[] cuts(RandomReader file, String name) throws IOException;
}
