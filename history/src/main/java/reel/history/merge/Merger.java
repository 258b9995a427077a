package reel.history.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import reel.history.commit.Ancestry;
import reel.history.commit.Commits;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.manifest.ContentWriter;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Merges commits and trees. Nothing but new chunks is written: a pure function of what is stored.
///
/// The rules are in docs/merge.md. Not thread-safe.
public final class Merger {
    /// Criss-cross merges of criss-cross merges beyond this depth count as having nothing in common.
    private static final int MAX_DEPTH = 8;

    private final Trees trees;
    private final Commits commits;
    private final Ancestry ancestry;
    private final ContentReader contents;
    private final ChunkWriter writer;
    private final ContentWriter contentWriter;
    private final FileSettings textSettings;

    /// @param writer       takes the merged trees and texts; its owner flushes it before they are used
    /// @param textSettings how merged texts are cut
    public Merger(Chunks chunks, MemoryBudget budget, ChunkWriter writer, FileSettings textSettings) {
        this.trees = new Trees(chunks);
        this.commits = new Commits(chunks);
        this.ancestry = new Ancestry(commits);
        this.contents = new ContentReader(chunks, budget);
        this.writer = writer;
        this.contentWriter = new ContentWriter(writer, budget);
        this.textSettings = textSettings;
    }

    /// Merges `theirs` into `ours`. [Refused] where the two have no common ancestor.
    ///
    /// @param oursName what conflict markers call our side, and theirs
    public MergePlan commits(Hash ours, Hash theirs, String oursName, String theirsName) throws IOException {
        List<Hash> bases = ancestry.mergeBases(ours, theirs);
        if (bases.contains(theirs)) {
            return new MergePlan.UpToDate();
        }
        if (bases.contains(ours)) {
            return new MergePlan.FastForward(theirs);
        }
        if (bases.isEmpty()) {
            throw new Refused(
                    "commits " + ours.brief(12) + " and " + theirs.brief(12),
                    "have no common ancestor, so what each side changed is not known",
                    "Copy the files over with `reel restore --from` instead.");
        }
        Base base = base(bases, 0);
        return new MergePlan.ThreeWay(
                merge(base, tree(ours), tree(theirs), new TextMerge.Labels(oursName, theirsName)));
    }

    /// Merges two trees that were both made from `base`.
    public Merged trees(Hash base, Hash ours, Hash theirs, String oursName, String theirsName) throws IOException {
        return merge(new Base(base, Set.of()), ours, theirs, new TextMerge.Labels(oursName, theirsName));
    }

    /// What both sides came from. @param disputed paths on which several bases do not agree
    record Base(Hash tree, Set<RepoPath> disputed) {}

    /// After criss-cross merges there are several best common ancestors. They are merged among themselves; where
    /// that leaves a conflict no side can be said to have changed the path, so it is a conflict of this merge as
    /// well.
    private Base base(List<Hash> bases, int depth) throws IOException {
        Base joined = new Base(tree(bases.getFirst()), Set.of());
        List<Hash> left = new ArrayList<>(List.of(bases.getFirst()));
        for (Hash next : bases.subList(1, bases.size())) {
            List<Hash> below = depth < MAX_DEPTH ? ancestry.mergeBases(left, next) : List.of();
            Base under = below.isEmpty() ? new Base(Trees.EMPTY, Set.of()) : base(below, depth + 1);
            Merged merged = merge(under, joined.tree, tree(next), new TextMerge.Labels("one base", "another base"));
            Set<RepoPath> disputed = new TreeSet<>(joined.disputed);
            merged.conflicts().forEach(conflict -> disputed.add(conflict.path()));
            joined = new Base(merged.tree(), disputed);
            left.add(next);
            // The next step reads this tree.
            writer.flush();
        }
        return joined;
    }

    private Hash tree(Hash commit) throws IOException {
        return commits.read(commit).tree();
    }

    private Merged merge(Base base, Hash ours, Hash theirs, TextMerge.Labels labels) throws IOException {
        if (ours.equals(theirs)) {
            return new Merged(ours, List.of());
        }
        if (base.disputed.isEmpty() && base.tree.equals(ours)) {
            return new Merged(theirs, List.of());
        }
        if (base.disputed.isEmpty() && base.tree.equals(theirs)) {
            return new Merged(ours, List.of());
        }
        return new ThreeWay(trees, new FileMerge(contents, this::store, labels), base, ours, theirs).run(writer);
    }

    private Content store(byte[] text, String name) throws IOException {
        return contentWriter.write(RandomReader.of(MemorySegment.ofArray(text)), name, textSettings);
    }
}
