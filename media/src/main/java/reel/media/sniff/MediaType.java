package reel.media.sniff;

import reel.stream.seal.Compressibility;

/// What a file is.
///
/// @param mime            its MIME type; types without a registered one are `application/x-…`
/// @param family          what people would call it
/// @param compressibility whether compressing its bytes pays
public record MediaType(String mime, Family family, Compressibility compressibility) {
    /// What people would call a file.
    public enum Family {
        VIDEO,
        AUDIO,
        IMAGE,
        /// A timeline or project of an editing, grading or sound program.
        PROJECT,
        /// A 3D scene or model.
        SCENE,
        /// An asset of a game engine.
        GAME,
        DOCUMENT,
        ARCHIVE,
        TEXT,
        BINARY
    }

    /// Bytes nobody recognised.
    public static final MediaType BINARY =
            new MediaType("application/octet-stream", Family.BINARY, Compressibility.UNKNOWN);

    /// Text of no known kind.
    public static final MediaType TEXT = new MediaType("text/plain", Family.TEXT, Compressibility.LIKELY);

    public MediaType {
        if (mime.indexOf('/') < 1) {
            throw new IllegalArgumentException("not a MIME type: " + mime);
        }
    }
}
