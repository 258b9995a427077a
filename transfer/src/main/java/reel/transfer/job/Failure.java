package reel.transfer.job;

import java.io.IOException;

/// One path that did not arrive.
///
/// @param path relative to the source
/// @param why  mostly a [reel.stream.ReelException], whose kind says what can be done
public record Failure(String path, IOException why) {}
