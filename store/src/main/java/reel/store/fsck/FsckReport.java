package reel.store.fsck;

import java.util.List;

/// The outcome of a check.
///
/// @param findings   in order of object
/// @param packs      packs looked at
/// @param packBytes  their length together
/// @param chunks     chunks in their footers
/// @param runs       index runs looked at
/// @param repaired   what `--repair-index` did; the findings are those from before
public record FsckReport(
        List<Finding> findings, int packs, long packBytes, long chunks, int runs, List<String> repaired) {
    /// Whether nothing is damaged; leftovers are allowed.
    public boolean isClean() {
        return findings.stream().noneMatch(Finding::isDamage);
    }
}
