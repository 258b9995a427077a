package reel.stream.seal;

/// What is known about bytes before anybody tries to compress them.
public enum Compressibility {
    /// Nothing known: probe the bytes' entropy.
    UNKNOWN,
    /// Text or another type that always gains: skip the probe.
    LIKELY,
    /// Already compressed media: store as it is.
    NEVER
}
