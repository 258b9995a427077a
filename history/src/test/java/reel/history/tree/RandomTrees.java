package reel.history.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import reel.history.manifest.Content;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.hash.Hash;
import reel.testkit.NastyNames;

/// Trees as sorted maps of paths to files, links and empty folders: the model that the real ones are compared
/// with.
public final class RandomTrees {
    private static final List<byte[]> NAMES = names();

    private RandomTrees() {}

    private static List<byte[]> names() {
        List<byte[]> names = new ArrayList<>(NastyNames.all());
        for (int i = 0; i < 12; i++) {
            names.add(("n" + i).getBytes(StandardCharsets.UTF_8));
        }
        return names;
    }

    public static Hash hash(RandomGenerator random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    public static TreeEntry.File file(RandomGenerator random, byte[] name) {
        Hash fileHash = hash(random);
        int height = random.nextInt(3);
        Content content = new Content(
                random.nextLong(1, 1L << random.nextInt(1, 62)),
                fileHash,
                height == 0 ? fileHash : hash(random),
                height);
        return new TreeEntry.File(name, content, random.nextBoolean(), random.nextLong());
    }

    public static TreeEntry leaf(RandomGenerator random, byte[] name) {
        return switch (random.nextInt(8)) {
            case 0 -> new TreeEntry.Link(name, new byte[] {'.', '.', '/', (byte) (1 + random.nextInt(255))});
            case 1 -> new TreeEntry.Folder(name, Trees.EMPTY);
            default -> file(random, name);
        };
    }

    /// Adds, changes and removes random leaves; the map stays a possible tree.
    public static void edit(RandomGenerator random, SortedMap<RepoPath, TreeEntry> model, int times) {
        for (int i = 0; i < times; i++) {
            if (!model.isEmpty() && random.nextInt(3) == 0) {
                RepoPath victim = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
                if (random.nextBoolean()) {
                    model.remove(victim);
                } else {
                    model.put(victim, file(random, victim.name()));
                }
            } else {
                put(model, path(random), random);
            }
        }
    }

    private static void put(SortedMap<RepoPath, TreeEntry> model, RepoPath path, RandomGenerator random) {
        model.keySet().removeIf(other -> other.isWithin(path) || path.isWithin(other));
        model.put(path, leaf(random, path.name()));
    }

    public static RepoPath path(RandomGenerator random) {
        RepoPath path = RepoPath.ofName(name(random));
        while (random.nextInt(3) > 0 && path.length() < 1000) {
            path = path.child(name(random));
        }
        return path;
    }

    private static byte[] name(RandomGenerator random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    public static Hash write(MemoryChunks chunks, SortedMap<RepoPath, TreeEntry> model) throws java.io.IOException {
        try (ChunkWriter writer = chunks.writer()) {
            TreeBuilder builder = new TreeBuilder(writer);
            for (Map.Entry<RepoPath, TreeEntry> entry : model.entrySet()) {
                builder.add(entry.getKey(), entry.getValue());
            }
            Hash root = builder.finish();
            writer.flush();
            return root;
        }
    }

    /// The tree as a model again: full folders are only there through what is in them.
    public static SortedMap<RepoPath, TreeEntry> read(Trees trees, Hash root) throws java.io.IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        trees.walk(root, (path, entry) -> {
            if (!(entry instanceof TreeEntry.Folder folder) || folder.tree().equals(Trees.EMPTY)) {
                model.put(path, entry);
            }
            return true;
        });
        return model;
    }
}
