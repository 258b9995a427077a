package reel.history.workspace;

import reel.history.tree.RepoPath;

/// A name that could not be taken along. @param reason for a person, without the path
public record Skipped(RepoPath path, String reason) implements Comparable<Skipped> {
    @Override
    public int compareTo(Skipped other) {
        return path.compareTo(other.path);
    }
}
