package reel.transfer.job;

/// What [Mode#CHECK] finds at a path.
public enum Difference {
    /// Only the source has it.
    MISSING,
    /// Only the destination has it.
    EXTRA,
    /// A file on one side and a folder or link on the other, or no container where there should be one.
    KIND,
    SIZE,
    TIME,
    CONTENT,
    /// A container that is not what was written.
    DAMAGED,
    /// An encrypted container that no given passphrase opens.
    LOCKED,
    /// A container that should be encrypted and is not.
    UNENCRYPTED
}
