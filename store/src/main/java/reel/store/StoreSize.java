package reel.store;

/// What a repository's chunks take where they are stored.
///
/// @param packs     number of packs
/// @param packBytes their length together
/// @param runs      number of index runs
/// @param runBytes  their length together
public record StoreSize(int packs, long packBytes, int runs, long runBytes) {}
