package reel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reel.history.tree.RepoPath;
import reel.history.workspace.PathSet;
import reel.stream.Refused;

/// Paths as people type them, relative to where they stand, as paths of the repository.
public final class PathArguments {
    private final Workspace workspace;

    public PathArguments(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Nothing said means everything; so does the root itself. What holds `*`, `?` or `[` and is no name on
    /// disk is a pattern.
    public PathSet set(List<String> typed) throws IOException {
        List<RepoPath> paths = new ArrayList<>();
        List<String> globs = new ArrayList<>();
        for (String text : typed) {
            if (isRoot(text)) {
                return PathSet.ALL;
            }
            if (isGlob(text)) {
                globs.add(prefix() + text);
            } else {
                paths.add(path(text));
            }
        }
        return typed.isEmpty() ? PathSet.ALL : PathSet.of(paths, globs);
    }

    /// One path, which must not be the root.
    public RepoPath path(String typed) throws IOException {
        return workspace.folder().inRepository(onDisk(typed));
    }

    /// A path behind a revision, which counts from the root; `./` and `../` count from where the caller stands.
    public RepoPath inRevision(String typed) throws IOException {
        if (typed.startsWith("./") || typed.startsWith("../")) {
            return path(typed);
        }
        try {
            return RepoPath.of(typed);
        } catch (IllegalArgumentException unusable) {
            throw new Refused("path '" + typed + "'", String.valueOf(unusable.getMessage()));
        }
    }

    /// Whether `typed` is the workspace's own folder.
    public boolean isRoot(String typed) throws IOException {
        Path path = onDisk(typed);
        return Files.isDirectory(path)
                && path.toRealPath().equals(workspace.folder().root());
    }

    public boolean isGlob(String typed) {
        boolean pattern = typed.indexOf('*') >= 0 || typed.indexOf('?') >= 0 || typed.indexOf('[') >= 0;
        return pattern && !Files.exists(onDisk(typed), LinkOption.NOFOLLOW_LINKS);
    }

    public Path onDisk(String typed) {
        return workspace.caller().folder().resolve(typed).normalize();
    }

    private String prefix() throws IOException {
        Path here = workspace.caller().folder().toRealPath();
        Path root = workspace.folder().root();
        if (here.equals(root) || !here.startsWith(root)) {
            return "";
        }
        return workspace.folder().inRepository(here) + "/";
    }
}
