package reel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.TreeSnapshot;

/// A small project with two branches that have both moved on, and what each of its commits must restore to.
///
/// @param desk    stands on `main`, clean
/// @param commits by id, the folder each was made of
record Scene(Desk desk, Map<Hash, TreeSnapshot> commits) {
    static Scene make(Path root, RandomGenerator random) throws IOException {
        return make(Desk.init(root), random);
    }

    /// @param desk a new, empty place
    static Scene make(Desk desk, RandomGenerator random) throws IOException {
        Map<Hash, TreeSnapshot> commits = new LinkedHashMap<>();
        desk.write("shots/010/plate.mov", Data.NOISE.bytes(random, 300_000));
        desk.write("shots/010/notes.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n".getBytes());
        desk.write("shots/020/plate.mov", Data.REPEATING.bytes(random, 120_000));
        desk.write("edit/project.xml", Data.TEXT.bytes(random, 40_000));
        desk.write("edit/empty", new byte[0]);
        desk.write("tools/render.sh", "#!/bin/sh\n".getBytes()).toFile().setExecutable(true, true);
        Files.createSymbolicLink(desk.root.resolve("latest"), Path.of("shots/010"));
        Files.createDirectories(desk.root.resolve("renders/to come"));
        Scene scene = new Scene(desk, commits);
        scene.commit("first");
        desk.branch("other", "HEAD");

        scene.insert("shots/010/plate.mov", 150_000, Data.NOISE.bytes(random, 3_000));
        desk.write("shots/030/plate.mov", Data.NOISE.bytes(random, 90_000));
        desk.write("shots/010/notes.txt", "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n".getBytes());
        scene.commit("on main");

        desk.switchTo("other");
        desk.write("shots/010/notes.txt", "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n".getBytes());
        Files.delete(desk.root.resolve("edit/empty"));
        desk.write("sound/mix.wav", Data.NOISE.bytes(random, 70_000));
        scene.commit("on other");
        desk.switchTo("main");
        return scene;
    }

    Hash commit(String message) throws IOException {
        Hash id = desk.addAndCommit(message);
        commits.put(id, TreeSnapshot.ofWorkspace(desk.root));
        return id;
    }

    void insert(String path, int at, byte[] piece) throws IOException {
        byte[] old = Files.readAllBytes(desk.root.resolve(path));
        byte[] now = new byte[old.length + piece.length];
        System.arraycopy(old, 0, now, 0, at);
        System.arraycopy(piece, 0, now, at, piece.length);
        System.arraycopy(old, at, now, at + piece.length, old.length - at);
        desk.write(path, now);
    }

    /// The folder that commit was made of.
    TreeSnapshot of(Hash commit) {
        return Objects.requireNonNull(commits.get(commit), () -> "commit " + commit);
    }
}
