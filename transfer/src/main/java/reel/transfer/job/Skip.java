package reel.transfer.job;

/// Why a file of the source was not sent. Files that [Selection] leaves out are not told at all.
public enum Skip {
    /// It is at the destination already.
    SAME,
    /// The destination has a newer one ([Comparison#update]).
    OLDER,
    /// The destination has one ([Comparison#ignoreExisting]).
    EXISTS,
    /// A symbolic link ([Links#SKIP]).
    LINK,
    /// A device, socket or pipe.
    SPECIAL
}
