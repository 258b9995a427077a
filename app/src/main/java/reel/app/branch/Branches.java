package reel.app.branch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.commit.Commit;
import reel.history.op.Head;
import reel.history.op.RefName;
import reel.history.op.View;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Lists, makes, renames and removes branches.
public final class Branches {
    private final Workspace workspace;

    public Branches(Workspace workspace) {
        this.workspace = workspace;
    }

    /// @param current whether this workspace stands on it
    public record Branch(String name, Hash commit, String subject, boolean current) {}

    /// All branches by name.
    public List<Branch> list() throws IOException {
        View view = workspace.repository().view();
        String current = current(view);
        List<Branch> branches = new ArrayList<>();
        for (Map.Entry<String, Hash> branch : view.branches().entrySet()) {
            Commit commit = workspace.repository().commits().read(branch.getValue());
            branches.add(new Branch(
                    branch.getKey(),
                    branch.getValue(),
                    commit.subject(),
                    branch.getKey().equals(current)));
        }
        return branches;
    }

    /// The branch this workspace stands on; null when it stands on a commit.
    public @Nullable String current() throws IOException {
        return current(workspace.repository().view());
    }

    private @Nullable String current(View view) {
        return view.head(workspace.id()) instanceof Head.OnBranch on ? on.branch() : null;
    }

    /// @param force whether to move one that exists
    public void create(String name, String revision, boolean force) throws IOException {
        RefName.check(name);
        Hash commit = workspace.revisions().resolve(revision);
        workspace.repository().transact(workspace.operation(), view -> {
            if (view.branches().containsKey(name)) {
                refuseExisting(name, view, force);
            }
            return view.withBranch(name, commit);
        });
    }

    private void refuseExisting(String name, View view, boolean force) throws Refused {
        if (!force) {
            throw new Refused("branch " + name, "exists already", "Choose another name, or move it with -f.");
        }
        if (name.equals(current(view))) {
            throw new Refused(
                    "branch " + name, "is the current one", "Move it with `reel reset`, which takes the files along.");
        }
    }

    /// @param force whether to remove one whose commits no other name reaches
    /// @return the commit it stood on
    public Hash delete(String name, boolean force) throws IOException {
        Hash[] was = new Hash[1];
        workspace.repository().transact(workspace.operation(), view -> {
            Hash commit = existing(view, name);
            was[0] = commit;
            for (Map.Entry<String, Head> head : view.heads().entrySet()) {
                if (head.getValue() instanceof Head.OnBranch on && on.branch().equals(name)) {
                    throw new Refused(
                            "branch " + name,
                            head.getKey().equals(workspace.id())
                                    ? "is the current one"
                                    : "is the current one of workspace " + head.getKey(),
                            "Switch to another branch first.");
                }
            }
            View without = view.withoutBranch(name);
            if (!force && !isReachable(without, commit)) {
                throw new Refused(
                        "branch " + name,
                        "has commits that no other branch or tag holds",
                        "Merge it first, or remove it with -D; `reel undo` brings it back.");
            }
            return without;
        });
        return was[0];
    }

    public void rename(String from, String to) throws IOException {
        RefName.check(to);
        workspace.repository().transact(workspace.operation(), view -> {
            boolean unborn = from.equals(current(view)) && !view.branches().containsKey(from);
            if (view.branches().containsKey(to)) {
                throw new Refused("branch " + to, "exists already", "Choose another name, or remove it first.");
            }
            View next =
                    unborn ? view : view.withBranch(to, existing(view, from)).withoutBranch(from);
            for (Map.Entry<String, Head> head : view.heads().entrySet()) {
                if (head.getValue() instanceof Head.OnBranch on && on.branch().equals(from)) {
                    next = next.withHead(head.getKey(), new Head.OnBranch(to));
                }
            }
            return next;
        });
    }

    private static Hash existing(View view, String name) throws Missing {
        Hash commit = view.branches().get(name);
        if (commit == null) {
            throw new Missing("branch " + name, "there is no such branch", "`reel branch` lists them.");
        }
        return commit;
    }

    private boolean isReachable(View view, Hash wanted) throws IOException {
        Deque<Hash> todo = new ArrayDeque<>(view.commits());
        Set<Hash> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            Hash id = todo.pop();
            if (id.equals(wanted)) {
                return true;
            }
            if (seen.add(id)) {
                todo.addAll(workspace.repository().commits().read(id).parents());
            }
        }
        return false;
    }
}
