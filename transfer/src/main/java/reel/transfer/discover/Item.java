package reel.transfer.discover;

import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;

/// A file, link or folder of the source that has something to be done for it.
///
/// @param path    below the destination, which is also its path below the source but for transforms
/// @param source  as the source tells it, with its path there
/// @param old     what the destination has under this path; null for nothing
/// @param compare whether it may be the same already, which only its content tells
public record Item(String path, Entry source, @Nullable Entry old, boolean compare) {}
