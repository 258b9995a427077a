package reel.transfer.job;

import java.io.IOException;

/// Hears of a transfer while it runs. Called from many threads at once: implementations are thread-safe, quick and
/// throw nothing. Paths are relative to both endpoints; empty for a source that is one file.
public interface TransferEvents {
    /// Hears nothing.
    TransferEvents NONE = new TransferEvents() {};

    /// A file is going to be sent.
    ///
    /// @param bytes as the source tells; [reel.backend.place.Entry#UNKNOWN] where it does not
    default void found(String path, long bytes) {}

    /// Both sides are compared completely: nothing more will be found.
    default void discovered() {}

    /// A file's first bytes are on their way.
    ///
    /// @param done bytes that an earlier transfer brought
    default void started(String path, long bytes, long done) {}

    /// Bytes of a file arrived; negative where some have to be sent again.
    default void moved(String path, long bytes) {}

    /// A file, folder or link is at the destination, or would be in a dry run. Folders and links have 0 bytes.
    default void finished(String path, long bytes) {}

    /// A file that is the same got the permissions of the source, or would have in a dry run.
    default void touched(String path) {}

    default void failed(String path, IOException why) {}

    default void skipped(String path, Skip why) {}

    /// Something of the destination that the source does not have is gone, or would be in a dry run.
    default void deleted(String path) {}

    /// A file, or a folder that is empty by that, is gone from the source of a [Mode#MOVE]. In a dry run only files
    /// are told.
    default void removed(String path) {}

    /// What [Mode#CHECK] found.
    default void different(String path, Difference how) {}

    /// What is used at once from now on.
    default void streams(int count) {}

    /// Something worth a line: a journal that cannot be used, metadata that could not be kept.
    default void note(String text) {}
}
