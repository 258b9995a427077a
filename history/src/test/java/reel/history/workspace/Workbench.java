package reel.history.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.ContentHasher;
import reel.history.manifest.FileSettings;
import reel.history.tree.RepoPath;
import reel.history.tree.Trees;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.history.workspace.add.Adder;
import reel.history.workspace.checkout.Checkout;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.stage.StageTree;
import reel.history.workspace.status.Status;
import reel.history.workspace.status.StatusScan;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Hash;

/// A working folder on disk over chunks in memory, with what a person does in it in one line each.
public final class Workbench implements AutoCloseable {
    public final Path root;
    public final WorkingFolder folder;
    public final MemoryChunks chunks;
    public final MemoryBudget budget = MemoryBudget.of(64 << 20);
    public @Nullable Hash head;

    private Workbench(Path root, MemoryChunks chunks) throws IOException {
        this.root = root;
        this.chunks = chunks;
        Files.createDirectories(root.resolve(".reel"));
        this.folder = WorkingFolder.open(root);
    }

    public static Workbench in(Path root) throws IOException {
        return new Workbench(root, new MemoryChunks());
    }

    public static Workbench sharing(Path root, MemoryChunks chunks) throws IOException {
        return new Workbench(root, chunks);
    }

    public Trees trees() {
        return new Trees(chunks);
    }

    public Stage stage() throws IOException {
        return new StageFile(folder).open(trees(), head).stage();
    }

    public AddResult add() throws IOException {
        return add(AddOptions.of(PathSet.ALL));
    }

    public AddResult add(AddOptions options) throws IOException {
        FileSettings settings = FileSettings.of(ChunkProfile.BALANCED.chunker());
        return new Adder(folder, chunks, budget, (path, file, attributes) -> settings, Progress.NONE)
                .add(stage(), options);
    }

    public AddResult add(String... paths) throws IOException {
        return add(AddOptions.of(PathSet.of(paths(paths))));
    }

    /// The tree of what is staged, which becomes `HEAD`.
    public Hash commit() throws IOException {
        Stage stage = stage();
        Hash tree;
        try (ChunkWriter writer = chunks.writer()) {
            tree = StageTree.write(stage, writer);
            writer.flush();
        }
        new StageFile(folder).write(StageBuilder.withTree(stage, tree));
        head = tree;
        return tree;
    }

    public Hash addAndCommit() throws IOException {
        add();
        return commit();
    }

    public Status status() throws IOException {
        return new StatusScan(folder, trees(), new ContentHasher(budget)).run(stage(), head, PathSet.ALL);
    }

    public Checkout checkout() {
        return new Checkout(folder, chunks, budget, Progress.NONE);
    }

    public CheckoutResult switchTo(Hash tree) throws IOException {
        CheckoutResult result = checkout().switchTree(stage(), head, tree);
        head = tree;
        return result;
    }

    public CheckoutResult resetHard(Hash tree) throws IOException {
        CheckoutResult result = checkout().resetHard(stage(), tree);
        head = tree;
        return result;
    }

    public Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(parent(file));
        return Files.writeString(file, text);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no parent");
        }
        return parent;
    }

    public String read(String path) throws IOException {
        return new String(Files.readAllBytes(root.resolve(path)), StandardCharsets.UTF_8);
    }

    public static List<RepoPath> paths(String... paths) {
        return Stream.of(paths).map(RepoPath::of).toList();
    }

    @Override
    public void close() {
        budget.close();
    }
}
