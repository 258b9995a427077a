package reel.history.workspace.add;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.tree.TreeEntry;
import reel.history.workspace.stage.Stage;
import reel.stream.hash.Hash;

/// Contents of large files that are tracked already, so that a moved or copied file costs a hash and no chunking.
///
/// Small files are not worth the look: hashing one costs as much as cutting it.
final class KnownContents {
    private final Map<Long, Map<Hash, Content>> bySize = new HashMap<>();

    /// The contents in `stage` that are as long as one of `sizes`.
    static KnownContents of(Stage stage, List<Long> sizes) {
        KnownContents known = new KnownContents();
        Set<Long> wanted = sizes.stream().collect(Collectors.toSet());
        for (int row = 0; row < stage.size() && !wanted.isEmpty(); row++) {
            if (wanted.contains(stage.contentSize(row)) && stage.treeEntry(row) instanceof TreeEntry.File file) {
                known.add(file.content());
            }
        }
        return known;
    }

    void add(Content content) {
        bySize.computeIfAbsent(content.size(), size -> new HashMap<>()).put(content.fileHash(), content);
    }

    boolean hasSize(long size) {
        return bySize.containsKey(size);
    }

    @Nullable
    Content find(long size, Hash fileHash) {
        Map<Hash, Content> same = bySize.get(size);
        return same == null ? null : same.get(fileHash);
    }
}
