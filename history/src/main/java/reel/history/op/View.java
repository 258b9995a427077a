package reel.history.op;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// Everything a repository shows: branches and tags by name, heads by workspace id. Immutable.
///
/// Names are valid by [RefName], workspace ids are 1 to 64 letters, digits, `-` and `_`; anything else is an
/// [IllegalArgumentException].
public record View(SortedMap<String, Hash> branches, SortedMap<String, Tag> tags, SortedMap<String, Head> heads) {
    /// Nothing yet.
    public static final View EMPTY = new View(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /// Where a workspace stands that never said otherwise.
    public static final Head DEFAULT_HEAD = new Head.OnBranch("main");

    /// Most names of one kind.
    public static final int MAX_NAMES = 50_000;

    public View {
        branches = copy(branches, RefName::isValid);
        tags = copy(tags, RefName::isValid);
        heads = copy(heads, View::isWorkspaceId);
    }

    private static <T> SortedMap<String, T> copy(SortedMap<String, T> map, Predicate<String> valid) {
        if (map.size() > MAX_NAMES) {
            throw new IllegalArgumentException("a repository has at most " + MAX_NAMES + " names of one kind");
        }
        for (String name : map.keySet()) {
            if (!valid.test(name)) {
                throw new IllegalArgumentException("unusable name: " + name);
            }
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    static boolean isWorkspaceId(String id) {
        return id.length() <= 64
                && !id.isEmpty()
                && id.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_');
    }

    /// Where the workspace stands.
    public Head head(String workspace) {
        Head head = heads.get(workspace);
        return head == null ? DEFAULT_HEAD : head;
    }

    /// The commit the workspace stands on; null before the first commit of its branch.
    public @Nullable Hash headCommit(String workspace) {
        return switch (head(workspace)) {
            case Head.OnBranch on -> branches.get(on.branch());
            case Head.Detached at -> at.commit();
        };
    }

    /// With the workspace's position moved to `commit`: its branch moves along, or the detached head does.
    public View withCommitAt(String workspace, Hash commit) {
        return switch (head(workspace)) {
            case Head.OnBranch on -> withBranch(on.branch(), commit).withHead(workspace, on);
            case Head.Detached at -> withHead(workspace, new Head.Detached(commit));
        };
    }

    public View withBranch(String name, Hash commit) {
        return new View(with(branches, name, commit), tags, heads);
    }

    public View withoutBranch(String name) {
        return new View(with(branches, name, null), tags, heads);
    }

    public View withTag(String name, Tag tag) {
        return new View(branches, with(tags, name, tag), heads);
    }

    public View withoutTag(String name) {
        return new View(branches, with(tags, name, null), heads);
    }

    public View withHead(String workspace, Head head) {
        return new View(branches, tags, with(heads, workspace, head));
    }

    public View withoutHead(String workspace) {
        return new View(branches, tags, with(heads, workspace, null));
    }

    /// Every commit that a branch, a tag or a detached head names.
    public SequencedSet<Hash> commits() {
        SequencedSet<Hash> commits = new LinkedHashSet<>(branches.values());
        for (Tag tag : tags.values()) {
            commits.add(tag.commit());
        }
        for (Head head : heads.values()) {
            if (head instanceof Head.Detached at) {
                commits.add(at.commit());
            }
        }
        return commits;
    }

    private static <T> SortedMap<String, T> with(SortedMap<String, T> map, String name, @Nullable T value) {
        Map<String, T> changed = new TreeMap<>(map);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return (SortedMap<String, T>) changed;
    }
}
