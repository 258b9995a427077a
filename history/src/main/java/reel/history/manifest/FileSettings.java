package reel.history.manifest;

import reel.stream.chunk.Chunker;
import reel.stream.chunk.CutHints;
import reel.stream.seal.Compressibility;

/// How one file is to be cut and sealed; what attributes and the file's type decide.
///
/// @param chunker         where chunks end
/// @param hints           borders of the file's own structure, where chunks end as well
/// @param compressibility what is known of the bytes before anybody tries to compress them
public record FileSettings(Chunker chunker, CutHints hints, Compressibility compressibility) {
    /// Cut by `chunker` alone, nothing known of the bytes.
    public static FileSettings of(Chunker chunker) {
        return new FileSettings(chunker, CutHints.NONE, Compressibility.UNKNOWN);
    }
}
