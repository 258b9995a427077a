package reel.app.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reel.app.Workspace;
import reel.app.look.ListFiles;
import reel.app.look.Walks;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.Progress;
import reel.stream.hash.Hash;

/// Which files and types cost what, over every version that a branch or tag reaches.
///
/// A chunk that several files have is charged to the first that is met, newest commits first; so the unique
/// bytes add up
/// to what is stored (before compression).
///
/// @param top how many of the costliest paths are told
public record Statistics(int top, Progress progress) {
    /// @param versions    different contents it ever had
    /// @param bytes       of all of them together
    /// @param uniqueBytes of chunks no file met before has
    public record Cost(String name, long versions, long bytes, long uniqueBytes) {}

    /// @param logicalBytes what all versions of all commits would take as whole files
    /// @param contentBytes of all different contents
    /// @param uniqueBytes  of all different chunks
    /// @param storedBytes  of the repository's folder
    public record Report(
            long commits,
            long files,
            long contents,
            long logicalBytes,
            long contentBytes,
            long uniqueBytes,
            long storedBytes,
            List<Cost> types,
            List<Cost> paths) {}

    private static final Comparator<Cost> COSTLIEST =
            Comparator.comparingLong(Cost::uniqueBytes).reversed().thenComparing(Cost::name);

    public Report run(Workspace workspace) throws IOException {
        Tally tally = new Tally(workspace);
        Walks walks = new Walks(workspace);
        walks.forEachCommit(
                (id, commit) -> {
                    tally.commits++;
                    walks.forEachNewEntry(commit.tree(), tally::entry, (path, failure) -> {
                        throw failure;
                    });
                    tally.logicalBytes += tally.treeBytes(commit.tree());
                },
                (id, failure) -> {
                    throw failure;
                });
        return tally.report();
    }

    private final class Tally {
        private final Workspace workspace;
        private final ContentReader reader;
        private final Set<Hash> chunks = new HashSet<>();
        private final Set<Content> contents = new HashSet<>();
        private final Map<RepoPath, long[]> byPath = new HashMap<>();
        private final Map<String, long[]> byType = new HashMap<>();
        private final Map<Hash, Long> treeBytes = new HashMap<>();
        private long commits;
        private long logicalBytes;
        private long contentBytes;
        private long uniqueBytes;

        Tally(Workspace workspace) {
            this.workspace = workspace;
            this.reader = new ContentReader(workspace.store(), workspace.budget());
        }

        void entry(RepoPath path, TreeEntry entry) throws IOException {
            if (!(entry instanceof TreeEntry.File file)) {
                return;
            }
            Content content = file.content();
            long[] cost = byPath.computeIfAbsent(path, p -> new long[3]);
            if (!contents.add(content)) {
                return;
            }
            long[] fresh = {0};
            reader.forEachChunk(content, (id, height, offset, length) -> {
                boolean isNew = chunks.add(id);
                if (isNew && height == 0) {
                    fresh[0] += length;
                }
                return isNew;
            });
            String type = ListFiles.type(workspace, path, content).mime();
            charge(cost, content.size(), fresh[0]);
            charge(byType.computeIfAbsent(type, t -> new long[3]), content.size(), fresh[0]);
            contentBytes += content.size();
            uniqueBytes += fresh[0];
            progress.advance(1, content.size());
        }

        private static void charge(long[] cost, long bytes, long unique) {
            cost[0]++;
            cost[1] += bytes;
            cost[2] += unique;
        }

        /// Bytes of all files below a tree; each tree is added up once.
        long treeBytes(Hash tree) throws IOException {
            Long known = treeBytes.get(tree);
            if (known != null) {
                return known;
            }
            long[] sum = {0};
            workspace.repository().trees().forEach(tree, entry -> {
                switch (entry) {
                    case TreeEntry.File file -> sum[0] += file.content().size();
                    case TreeEntry.Folder folder -> sum[0] += treeBytes(folder.tree());
                    case TreeEntry.Link link -> sum[0] += link.target().length;
                }
            });
            treeBytes.put(tree, sum[0]);
            return sum[0];
        }

        Report report() throws IOException {
            List<Cost> paths = new ArrayList<>();
            byPath.forEach((path, cost) -> paths.add(new Cost(path.toString(), cost[0], cost[1], cost[2])));
            List<Cost> types = new ArrayList<>();
            byType.forEach((type, cost) -> types.add(new Cost(type, cost[0], cost[1], cost[2])));
            return new Report(
                    commits,
                    byPath.size(),
                    contents.size(),
                    logicalBytes,
                    contentBytes,
                    uniqueBytes,
                    folderBytes(workspace.folder().meta().resolve("repo")),
                    costliest(types, Integer.MAX_VALUE),
                    costliest(paths, top));
        }
    }

    private static List<Cost> costliest(Collection<Cost> costs, int limit) {
        return costs.stream().sorted(COSTLIEST).limit(limit).toList();
    }

    private static long folderBytes(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
