package reel.store.fsck;

import java.util.ArrayList;
import java.util.List;
import reel.stream.hash.Hash;

/// What a check has learnt of one pack. Written by the thread that checks it, read after all have ended.
final class CheckedPack {
    private final Hash id;
    private final long bytes;
    private final List<Finding> findings = new ArrayList<>();
    private boolean read;
    private boolean gone;
    private boolean unreadable;
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

    /// What is wrong with it, whatever the index says.
    List<Finding> findings() {
        return findings;
    }

    void addDamage(Finding finding) {
        findings.add(finding);
    }

    /// Whether what it holds was looked at.
    boolean isRead() {
        return read;
    }

    void setRead() {
        read = true;
    }

    /// Whether it was there when the packs were listed and is not any more.
    boolean isGone() {
        return gone;
    }

    void setGone() {
        gone = true;
    }

    void setUnreadable(Finding finding) {
        unreadable = true;
        findings.add(finding);
    }

    boolean isUnreadable() {
        return unreadable;
    }

    /// Whether nothing is known to be wrong with it.
    boolean isSound() {
        return findings.isEmpty();
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

    /// The index is another one from now on.
    void forgetIndex() {
        listed = 0;
        entries = 0;
        wrongLength = false;
    }

    void addEntries(long more, long lengthInRun) {
        entries += more;
        wrongLength |= lengthInRun != bytes;
    }

    boolean agrees() {
        return unreadable || listed == rows && entries == rows && !wrongLength;
    }
}
