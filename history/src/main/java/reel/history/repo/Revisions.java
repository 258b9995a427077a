package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.history.commit.Commit;
import reel.history.op.Op;
import reel.history.op.Tag;
import reel.history.op.View;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// What people type for a commit, read as its id.
///
/// `HEAD` or `@`, a branch, a tag, `heads/…` and `tags/…` where both have a name, at least four digits of a
/// commit's id, `op:12` or `@{12}` (where this workspace stood after operation 12), `main@{12}` (the branch
/// then); and after any of them `^` or `^n` (a parent) and `~` or `~n` (the n-th first parent), repeated.
public final class Revisions {
    private static final int MIN_PREFIX = 4;

    /// A longer text is no revision; keeps the work of `^^^^` bounded.
    private static final int MAX_CHARS = 1024;

    private static final int MAX_STEPS = 1_000_000;
    private static final int SHOWN_CANDIDATES = 8;

    private final Repository repository;
    private final String workspace;

    Revisions(Repository repository, String workspace) {
        this.repository = repository;
        this.workspace = workspace;
    }

    /// The commit's id. [Missing] where nothing has that name, [Refused] where it is malformed or ambiguous.
    public Hash resolve(String revision) throws IOException {
        if (revision.isEmpty() || revision.length() > MAX_CHARS) {
            throw malformed(revision);
        }
        int at = suffixStart(revision);
        Hash commit = base(revision, revision.substring(0, at));
        while (at < revision.length()) {
            char kind = revision.charAt(at++);
            int digits = at;
            while (at < revision.length() && isDigit(revision.charAt(at))) {
                at++;
            }
            if ((kind != '^' && kind != '~') || at - digits > 7) {
                throw malformed(revision);
            }
            int n = at == digits ? 1 : Integer.parseInt(revision, digits, at, 10);
            commit = kind == '^' ? parent(revision, commit, n) : ancestor(revision, commit, n);
        }
        return commit;
    }

    /// The commit this workspace stands on; null before the first.
    public @Nullable Hash head() throws IOException {
        return repository.view().headCommit(workspace);
    }

    private static int suffixStart(String revision) {
        for (int i = 0; i < revision.length(); i++) {
            if (revision.charAt(i) == '^' || revision.charAt(i) == '~') {
                return i;
            }
        }
        return revision.length();
    }

    private Hash base(String revision, String name) throws IOException {
        if (name.startsWith("op:")) {
            return named(revision, "HEAD", viewAt(revision, name.substring(3)));
        }
        int brace = name.indexOf("@{");
        if (brace >= 0) {
            if (!name.endsWith("}")) {
                throw malformed(revision);
            }
            View view = viewAt(revision, name.substring(brace + 2, name.length() - 1));
            return named(revision, brace == 0 ? "HEAD" : name.substring(0, brace), view);
        }
        return named(revision, name, repository.view());
    }

    private View viewAt(String revision, String digits) throws IOException {
        if (digits.isEmpty() || digits.length() > 15 || !digits.chars().allMatch(c -> isDigit((char) c))) {
            throw malformed(revision);
        }
        return repository.ops().at(Long.parseLong(digits)).view();
    }

    private Hash named(String revision, String name, View view) throws IOException {
        if (name.isEmpty()) {
            throw malformed(revision);
        }
        if (name.equals("HEAD") || name.equals("@")) {
            Hash head = view.headCommit(workspace);
            if (head == null) {
                throw new Missing(
                        "revision " + revision,
                        "branch " + view.head(workspace).shown() + " has no commit yet",
                        "Make the first one with `reel commit`.");
            }
            return head;
        }
        Hash branch = view.branches().get(unqualified(name, "heads/"));
        Tag tag = view.tags().get(unqualified(name, "tags/"));
        if (branch != null && tag != null && !branch.equals(tag.commit())) {
            throw new Refused(
                    "revision " + revision,
                    "is both a branch (" + branch.brief(12) + ") and a tag ("
                            + tag.commit().brief(12) + ")",
                    "Write heads/" + name + " or tags/" + name + ".");
        }
        if (branch != null) {
            return branch;
        }
        if (tag != null) {
            return tag.commit();
        }
        Hash byId = byId(revision, name.toLowerCase(Locale.ROOT));
        if (byId != null) {
            return byId;
        }
        throw new Missing(
                "revision " + revision,
                "no branch, tag or commit has that name",
                "List them with `reel branch`, `reel tag` and `reel log`.");
    }

    /// Without the qualifier of its kind; a name qualified as the other kind finds nothing, for names never hold
    /// one.
    private static String unqualified(String name, String qualifier) {
        String rest = name.startsWith("refs/") ? name.substring("refs/".length()) : name;
        return rest.startsWith(qualifier) ? rest.substring(qualifier.length()) : rest;
    }

    private @Nullable Hash byId(String revision, String digits) throws IOException {
        if (digits.length() < MIN_PREFIX
                || digits.length() > Hash.HEX_CHARS
                || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            return null;
        }
        if (digits.length() == Hash.HEX_CHARS) {
            Hash id = Hash.parse(digits);
            if (!repository.chunks().contains(id)) {
                return null;
            }
            // A chunk that is no commit says so here.
            repository.commits().read(id);
            return id;
        }
        Set<Hash> seen = new HashSet<>();
        SortedMap<Hash, Commit> found = new TreeMap<>();
        collect(digits, repository.view().commits(), seen, found);
        // Commits that only older operations knew, such as one that was amended or undone.
        for (Op op = repository.ops().current(); found.isEmpty() && op.number() > 1; ) {
            op = repository.ops().at(op.number() - 1);
            collect(digits, op.view().commits(), seen, found);
        }
        if (found.size() > 1) {
            throw ambiguous(revision, found);
        }
        return found.isEmpty() ? null : found.firstKey();
    }

    private void collect(String digits, Collection<Hash> starts, Set<Hash> seen, SortedMap<Hash, Commit> found)
            throws IOException {
        Deque<Hash> todo = new ArrayDeque<>(starts);
        while (!todo.isEmpty()) {
            Hash id = todo.pop();
            if (!seen.add(id)) {
                continue;
            }
            Commit commit;
            try {
                commit = repository.commits().read(id);
            } catch (Missing collected) {
                // Only past views name commits that gc has removed; what is not there is no candidate.
                continue;
            }
            if (id.toString().startsWith(digits)) {
                found.put(id, commit);
            }
            todo.addAll(commit.parents());
        }
    }

    private static Refused ambiguous(String revision, SortedMap<Hash, Commit> found) {
        StringBuilder candidates = new StringBuilder();
        found.entrySet().stream()
                .limit(SHOWN_CANDIDATES)
                .forEach(candidate -> candidates
                        .append(candidates.isEmpty() ? "" : ", ")
                        .append(candidate.getKey().brief(12))
                        .append(" (")
                        .append(candidate.getValue().subject())
                        .append(')'));
        if (found.size() > SHOWN_CANDIDATES) {
            candidates.append(" and ").append(found.size() - SHOWN_CANDIDATES).append(" more");
        }
        return new Refused("revision " + revision, "is ambiguous: " + candidates, "Write more digits of the id.");
    }

    private Hash parent(String revision, Hash commit, int n) throws IOException {
        if (n == 0) {
            return commit;
        }
        Commit read = repository.commits().read(commit);
        if (n > read.parents().size()) {
            throw new Missing(
                    "revision " + revision,
                    "commit " + commit.brief(12) + " has " + read.parents().size() + " parents, not " + n);
        }
        return read.parents().get(n - 1);
    }

    private Hash ancestor(String revision, Hash commit, int n) throws IOException {
        if (n > MAX_STEPS) {
            throw malformed(revision);
        }
        Hash at = commit;
        for (int i = 0; i < n; i++) {
            at = parent(revision, at, 1);
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Refused malformed(String revision) {
        return new Refused(
                "revision `" + revision + "`",
                "is not one reel understands",
                "Write for example HEAD, HEAD~2, main, v1, 3fa8c1d2, or op:12.");
    }
}
