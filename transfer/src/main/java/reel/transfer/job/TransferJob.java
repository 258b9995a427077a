package reel.transfer.job;

/// One transfer, completely described.
///
/// Where the source is a file, the destination's path is the file's new path; where it is a folder, its children
/// arrive as the children of the destination's path. Which of the two a user's words mean (a trailing `/`, an
/// existing folder) is decided by the caller.
public record TransferJob(Mode mode, Endpoint source, Endpoint destination, TransferOptions options) {
    public static TransferJob of(Mode mode, Endpoint source, Endpoint destination) {
        return new TransferJob(mode, source, destination, TransferOptions.DEFAULT);
    }

    public TransferJob with(TransferOptions others) {
        return new TransferJob(mode, source, destination, others);
    }
}
