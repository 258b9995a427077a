package reel.app.branch;

import java.io.IOException;
import java.util.SortedMap;
import reel.app.Workspace;
import reel.history.op.RefName;
import reel.history.op.Tag;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Lists, makes and removes tags.
public final class Tags {
    private final Workspace workspace;

    public Tags(Workspace workspace) {
        this.workspace = workspace;
    }

    public SortedMap<String, Tag> list() throws IOException {
        return workspace.repository().view().tags();
    }

    /// @param force whether to move one that exists
    /// @return the commit it names
    public Hash create(String name, String revision, String message, boolean force) throws IOException {
        RefName.check(name);
        Hash commit = workspace.revisions().resolve(revision);
        Tag tag;
        try {
            tag = new Tag(commit, workspace.signature(), message);
        } catch (IllegalArgumentException unusable) {
            throw new Refused("tag " + name, String.valueOf(unusable.getMessage()), "Shorten the message.");
        }
        workspace.repository().transact(workspace.operation(), view -> {
            if (!force && view.tags().containsKey(name)) {
                throw new Refused("tag " + name, "exists already", "Choose another name, or move it with -f.");
            }
            return view.withTag(name, tag);
        });
        return commit;
    }

    public void delete(String name) throws IOException {
        workspace.repository().transact(workspace.operation(), view -> {
            if (!view.tags().containsKey(name)) {
                throw new Missing("tag " + name, "there is no such tag", "`reel tag` lists them.");
            }
            return view.withoutTag(name);
        });
    }
}
