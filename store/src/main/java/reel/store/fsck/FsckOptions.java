package reel.store.fsck;

/// What to check.
///
/// @param readData    read every frame and compare every chunk with its id, not only the structure
/// @param repairIndex write the index anew from the packs, and save what damaged packs still hold
public record FsckOptions(boolean readData, boolean repairIndex) {
    public static final FsckOptions STRUCTURE = new FsckOptions(false, false);
    public static final FsckOptions DATA = new FsckOptions(true, false);
}
