package reel.backend;

import java.time.Instant;

/// What a backend says of an object without reading it.
public record Stat(Handle handle, long size, Instant modified) {}
