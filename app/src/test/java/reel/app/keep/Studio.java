package reel.app.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reel.app.Caller;
import reel.app.InitRepository;
import reel.app.Workspace;
import reel.app.work.AddFiles;
import reel.app.work.CommitStage;
import reel.history.repo.UndoWindow;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.add.AddOptions;
import reel.store.fsck.FsckOptions;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.store.keys.Argon2Cost;
import reel.stream.hash.Hash;

/// A folder with a repository, worked in by one command after the other, each opening the workspace anew.
///
/// With `-Dreel.test.encrypted=true` the repository is encrypted, its passphrase in a file beside the folder.
///
/// @param root the workspace's folder
record Studio(Path root) {
    private static final boolean ENCRYPTED = Boolean.getBoolean("reel.test.encrypted");

    static Studio make(Path root) throws IOException {
        Studio studio = new Studio(root);
        InitRepository.FirstKey key = null;
        if (ENCRYPTED) {
            Files.createFile(
                    studio.secret(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(studio.secret(), "a passphrase for tests");
            key = new InitRepository.FirstKey(null, "", Argon2Cost.LEAST);
        }
        new InitRepository(root, null, null, key).run(studio.caller("init"));
        return studio;
    }

    private Path secret() {
        return root.resolveSibling(root.getFileName() + ".passphrase");
    }

    Caller caller(String command) {
        return caller(command, notice -> {});
    }

    Caller caller(String command, Consumer<String> notices) {
        Map<String, String> environment = new HashMap<>(
                Map.of("REEL_USER_NAME", "Ada", "REEL_USER_EMAIL", "ada@example.org", "REEL_CONFIG", root + "/none"));
        if (ENCRYPTED) {
            environment.put("REEL_PASSPHRASE_FILE", secret().toString());
        }
        return new Caller(root, root, environment, command, null, notices, Duration.ZERO, Clock.systemUTC());
    }

    Workspace open(String command) throws IOException {
        return Workspace.open(caller(command));
    }

    Path write(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    void add() throws IOException {
        try (Workspace workspace = open("add .")) {
            new AddFiles(AddOptions.of(PathSet.ALL), Progress.NONE).run(workspace);
        }
    }

    Hash commit(String message) throws IOException {
        add();
        try (Workspace workspace = open("commit")) {
            return CommitStage.of(message).run(workspace).id();
        }
    }

    CheckRepository.Report check(boolean data, boolean repair) throws IOException {
        try (Workspace workspace = open("fsck")) {
            return new CheckRepository(new FsckOptions(data, repair), Progress.NONE).run(workspace);
        }
    }

    GcReport gc(UndoWindow window) throws IOException {
        try (Workspace workspace = open("gc")) {
            return new CollectGarbage(window, GcOptions.DEFAULT).run(workspace);
        }
    }

    /// Objects of the repository below `folder`, largest first.
    List<Path> objects(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(".reel/repo").resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .sorted(java.util.Comparator.<Path>comparingLong(
                                    p -> p.toFile().length())
                            .reversed())
                    .toList();
        }
    }
}
