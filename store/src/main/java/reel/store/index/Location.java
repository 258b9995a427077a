package reel.store.index;

import reel.store.layout.PackId;

/// Where a chunk is. @param chunk row in the pack's footer
public record Location(PackId pack, int chunk) {}
