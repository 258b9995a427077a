package reel.history.repo;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import reel.backend.MemoryBackend;
import reel.history.commit.Commit;
import reel.history.commit.Commits;
import reel.history.commit.Signature;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.manifest.ContentWriter;
import reel.history.manifest.FileSettings;
import reel.history.op.Head;
import reel.history.op.OpInfo;
import reel.history.op.View;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.MemoryChunks;
import reel.stream.RandomReader;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkSizes;
import reel.stream.chunk.Chunkers;
import reel.stream.hash.Hash;

/// A repository in memory, and trees written as one line: `a.txt=text bin/x=…`.
public final class Sandbox {
    public static final String HERE = "here";
    public static final OpInfo INFO = new OpInfo(new Signature("Anna", "", 5000, 0), HERE, "test");
    public static final FileSettings SETTINGS = FileSettings.of(Chunkers.fastCdc(ChunkSizes.SMALL));

    public final MemoryChunks chunks = new MemoryChunks();
    public final MemoryBackend backend = MemoryBackend.create();
    public final MemoryBudget budget = MemoryBudget.of(64 << 20);
    public final ContentReader contents = new ContentReader(chunks, budget);
    public final Repository repository;
    private long time = 10_000;

    public Sandbox() throws IOException {
        repository = Repository.create(backend, chunks, INFO, View.EMPTY.withHead(HERE, new Head.OnBranch("main")));
    }

    public TreeEntry.File file(RepoPath path, byte[] bytes) throws IOException {
        try (ChunkWriter writer = chunks.writer()) {
            Content content = new ContentWriter(writer, budget)
                    .write(RandomReader.of(MemorySegment.ofArray(bytes)), path.toString(), SETTINGS);
            writer.flush();
            return new TreeEntry.File(path.name(), content, false, 42);
        }
    }

    /// A tree of text files; a path that ends in `/` is an empty folder, a text that begins with `@` a link.
    public Hash tree(Map<String, String> texts) throws IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String name = text.getKey();
            byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
            if (name.endsWith("/")) {
                RepoPath path = RepoPath.of(name.substring(0, name.length() - 1));
                model.put(path, new TreeEntry.Folder(path.name(), Trees.EMPTY));
            } else if (text.getValue().startsWith("@")) {
                model.put(
                        RepoPath.of(name), new TreeEntry.Link(RepoPath.of(name).name(), bytes));
            } else {
                model.put(RepoPath.of(name), file(RepoPath.of(name), bytes));
            }
        }
        return RandomTrees.write(chunks, model);
    }

    /// What [#tree] was made of.
    public SortedMap<String, String> texts(Hash tree) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<RepoPath, TreeEntry> entry :
                RandomTrees.read(repository.trees(), tree).entrySet()) {
            switch (entry.getValue()) {
                case TreeEntry.File file -> {
                    byte[] bytes = new byte[(int) file.content().size()];
                    contents.read(file.content(), 0, MemorySegment.ofArray(bytes));
                    texts.put(entry.getKey().toString(), new String(bytes, StandardCharsets.UTF_8));
                }
                case TreeEntry.Link link ->
                    texts.put(entry.getKey().toString(), new String(link.target(), StandardCharsets.UTF_8));
                case TreeEntry.Folder folder -> texts.put(entry.getKey() + "/", "");
            }
        }
        return texts;
    }

    public Hash commit(Hash tree, Hash... parents) throws IOException {
        Signature who = new Signature("Anna", "", time += 1000, 0);
        try (ChunkWriter writer = chunks.writer()) {
            Hash id = Commits.write(writer, new Commit(tree, List.of(parents), who, who, "change at " + time));
            writer.flush();
            return id;
        }
    }
}
