package reel.store.fsck;

import reel.stream.hash.Hash;

/// What a check has learnt of one pack. Written by the thread that checks it, read after all have ended.
final class CheckedPack {
    private final Hash id;
    private final long bytes;
    private boolean unreadable;
    private boolean damaged;
    private int rows;
    private int listed;
    private long entries;
    private boolean wrongLength;

    CheckedPack(Hash id, long bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    Hash id() {
        return id;
    }

    long bytes() {
        return bytes;
    }

    void setUnreadable() {
        unreadable = true;
    }

    boolean isUnreadable() {
        return unreadable;
    }

    void setDamaged() {
        damaged = true;
    }

    /// Whether nothing is known to be wrong with it.
    boolean isSound() {
        return !unreadable && !damaged;
    }

    /// Chunks in the footer.
    int rows() {
        return rows;
    }

    void setRows(int rows) {
        this.rows = rows;
    }

    /// Chunks of the footer that the runs name rightly.
    int listed() {
        return listed;
    }

    void setListed(int listed) {
        this.listed = listed;
    }

    /// Entries of the runs that name this pack.
    long entries() {
        return entries;
    }

    void addEntries(long more, long lengthInRun) {
        entries += more;
        wrongLength |= lengthInRun != bytes;
    }

    boolean agrees() {
        return unreadable || listed == rows && entries == rows && !wrongLength;
    }
}
