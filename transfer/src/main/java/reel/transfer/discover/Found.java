package reel.transfer.discover;

import reel.backend.place.Entry;

/// Something at a place in the order of both trees.
///
/// @param path  below the endpoint
/// @param key   decides what is the same on the other side, and the order; a folder's ends with `/`
/// @param entry as its place tells it; where a link was followed, that of what it means
record Found(String path, String key, Entry entry) {
    boolean isFolder() {
        return entry.isFolder();
    }
}
