package reel.app.look;

import java.io.IOException;
import reel.app.Workspace;
import reel.history.manifest.ContentReader;
import reel.history.manifest.ContentSink;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.Missing;
import reel.stream.Refused;

/// One file of a revision, every chunk checked.
public record ReadFile(String revision, RepoPath path) {
    /// Where a file or a link's target goes.
    public interface Sink extends ContentSink {
        void target(byte[] text) throws IOException;
    }

    public void run(Workspace workspace, Sink sink) throws IOException {
        var commit = workspace.repository().commits().read(workspace.revisions().resolve(revision));
        TreeEntry entry = workspace.repository().trees().find(commit.tree(), path);
        switch (entry) {
            case null ->
                throw new Missing(
                        path + " in " + revision,
                        "no such file",
                        "`reel ls-files --from " + revision + "` lists them.");
            case TreeEntry.Folder folder ->
                throw new Refused(path + " in " + revision, "is a folder", "Name a file in it.");
            case TreeEntry.Link link -> sink.target(link.target());
            case TreeEntry.File file ->
                new ContentReader(workspace.store(), workspace.budget()).copyTo(file.content(), sink);
        }
    }
}
