package reel.history.workspace.rules;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.history.tree.RepoPath;
import reel.history.workspace.WorkingFolder;

/// The attributes of any path in one working folder, each rule file read once. Safe for use by many threads.
public final class AttributeTable {
    private final WorkingFolder folder;
    private final AttributeRules top;
    private final Map<RepoPath, AttributeRules> known = new ConcurrentHashMap<>();

    private AttributeTable(WorkingFolder folder, AttributeRules top) {
        this.folder = folder;
        this.top = top;
    }

    public static AttributeTable open(WorkingFolder folder) throws IOException {
        return new AttributeTable(folder, AttributeRules.NONE.and(folder.root().resolve(AttributeRules.FILE), null));
    }

    /// What is said of the file at `path`.
    public Attributes of(RepoPath path) throws IOException {
        return rules(path.parent()).of(path);
    }

    private AttributeRules rules(@Nullable RepoPath at) throws IOException {
        if (at == null) {
            return top;
        }
        AttributeRules rules = known.get(at);
        if (rules == null) {
            rules = rules(at.parent()).and(folder.onDisk(at).resolve(AttributeRules.FILE), at);
            known.put(at, rules);
        }
        return rules;
    }
}
