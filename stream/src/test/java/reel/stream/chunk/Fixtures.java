package reel.stream.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Inputs and small loops that the chunk tests share.
final class Fixtures {
    private Fixtures() {}

    static byte[] akashita() {
        try {
            return Files.readAllBytes(Path.of("..", "fixtures", "fastcdc", "SekienAkashita.jpg"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The chunk lengths of data that lies in memory whole.
    static List<Integer> lengths(Chunker chunker, MemorySegment data) {
        List<Integer> lengths = new ArrayList<>();
        for (long at = 0; at < data.byteSize(); ) {
            int length = chunker.next(data, at, data.byteSize(), true);
            lengths.add(length);
            at += length;
        }
        return lengths;
    }

    static List<Integer> lengths(Chunker chunker, byte[] data) {
        return lengths(chunker, MemorySegment.ofArray(data));
    }
}
