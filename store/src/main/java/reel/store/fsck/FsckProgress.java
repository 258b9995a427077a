package reel.store.fsck;

/// Is told how a check goes on, from several threads.
@FunctionalInterface
public interface FsckProgress {
    FsckProgress NONE = (_, _) -> {};

    /// @param doneBytes of the packs' `totalBytes`, done so far
    void advanced(long doneBytes, long totalBytes);
}
