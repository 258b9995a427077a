package reel.app.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.app.Typed;
import reel.app.Workspace;
import reel.history.tree.RepoPath;
import reel.history.workspace.PathSet;
import reel.history.workspace.stage.Stage;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Paths as people type them, relative to where they stand, as paths of the repository.
///
/// What holds `*`, `?` or `[` is a pattern, unless something has just that name: on disk, in the stage, in `HEAD` or
/// in a commit the command is about.
public final class PathArguments {
    private final Workspace workspace;
    private final List<Hash> commits;
    private @Nullable Stage stage;

    public PathArguments(Workspace workspace) {
        this(workspace, List.of());
    }

    /// @param commits which the command takes files from
    public PathArguments(Workspace workspace, List<Hash> commits) {
        this.workspace = workspace;
        this.commits = commits;
    }

    /// For a command that takes files from `revision`, if it is not null.
    public static PathArguments of(Workspace workspace, @Nullable String revision) throws IOException {
        return new PathArguments(
                workspace,
                revision == null ? List.of() : List.of(workspace.revisions().resolve(revision)));
    }

    /// Nothing said means everything; so does the root itself.
    public PathSet set(List<String> typed) throws IOException {
        return set(typed, false);
    }

    /// The same for a command that looks back: what is a pattern may also be the name of a file that is long gone.
    public PathSet everSet(List<String> typed) throws IOException {
        return set(typed, true);
    }

    private PathSet set(List<String> typed, boolean ever) throws IOException {
        List<RepoPath> paths = new ArrayList<>();
        List<String> globs = new ArrayList<>();
        for (String text : typed) {
            if (isRoot(text)) {
                return PathSet.ALL;
            }
            boolean glob = isGlob(text);
            if (glob) {
                globs.add(prefix() + text);
            }
            if (!glob) {
                paths.add(path(text));
            } else if (ever) {
                paths.add(named(text));
            }
        }
        return typed.isEmpty() ? PathSet.ALL : PathSet.of(paths, globs);
    }

    /// One path, which must not be the root.
    public RepoPath path(String typed) throws IOException {
        if (Typed.mayHaveLost(typed) && !isName(typed)) {
            throw new Missing(
                    typed,
                    "has bytes that are no text, and those do not come through a command line",
                    "Write a pattern, in which ? stands for one of them.");
        }
        return named(typed);
    }

    private RepoPath named(String typed) throws IOException {
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

    /// Whether `typed` is a pattern and no name.
    public boolean isGlob(String typed) throws IOException {
        return mayBeGlob(typed) && !isName(typed);
    }

    /// Whether a word that is no revision is meant as a path: it is on disk, or holds what patterns hold.
    public boolean looksLikePath(String word) {
        return mayBeGlob(word) || isHere(word);
    }

    public Path onDisk(String typed) {
        return workspace.caller().folder().resolve(typed).normalize();
    }

    private static boolean mayBeGlob(String typed) {
        return typed.indexOf('*') >= 0 || typed.indexOf('?') >= 0 || typed.indexOf('[') >= 0;
    }

    private boolean isHere(String typed) {
        return Files.exists(onDisk(typed), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isName(String typed) throws IOException {
        if (isHere(typed)) {
            return true;
        }
        RepoPath path = named(typed);
        return stage().holds(path) || isIn(CurrentStage.headTree(workspace), path) || isInCommits(path);
    }

    private boolean isInCommits(RepoPath path) throws IOException {
        for (Hash commit : commits) {
            if (isIn(SwitchFiles.tree(workspace, commit), path)) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(@Nullable Hash tree, RepoPath path) throws IOException {
        return tree != null && workspace.repository().trees().find(tree, path) != null;
    }

    private Stage stage() throws IOException {
        Stage known = stage;
        if (known == null) {
            known = CurrentStage.load(workspace).stage();
            stage = known;
        }
        return known;
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
