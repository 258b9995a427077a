package reel.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.app.branch.Branches;
import reel.app.keep.CheckRepository;
import reel.app.keep.CollectGarbage;
import reel.app.keep.Problem;
import reel.app.keys.RepositoryKeys;
import reel.app.look.ListFiles;
import reel.app.look.ReadFile;
import reel.app.work.AddFiles;
import reel.app.work.CommitStage;
import reel.app.work.MergeBranch;
import reel.app.work.ReadStatus;
import reel.app.work.SwitchHead;
import reel.backend.Backend;
import reel.history.repo.UndoWindow;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.store.fsck.FsckOptions;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.store.keys.Argon2Cost;
import reel.store.keys.Recipient;
import reel.stream.hash.Hash;

/// A workspace on disk and a person at it: every line is a use case of its own, opened and closed like a process.
///
/// With `-Dreel.test.encrypted=true` every new place is encrypted, so that each suite can be run over encryption too.
///
/// The clock stands still and the author is always the same, so the same work makes the same commits.
final class Desk {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("REEL_USER_NAME", "Ada", "REEL_USER_EMAIL", "ada@example.org", "REEL_MEMORY", "low");
    private static final boolean ALL_ENCRYPTED = Boolean.getBoolean("reel.test.encrypted");

    /// What an entry of the operation log takes more with its second copy where its length is hidden.
    static final int SEALED_OPERATION_BYTES = ALL_ENCRYPTED ? 2 * (4096 + 64 + 16) : 0;
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    final Path root;
    private final Caller caller;
    private final UnaryOperator<Backend> layers;

    private Desk(Path root, Caller caller, UnaryOperator<Backend> layers) {
        this.root = root;
        this.caller = caller;
        this.layers = layers;
    }

    /// What is done in an opened workspace.
    interface Work<T extends @Nullable Object> {
        T run(Workspace workspace) throws IOException;
    }

    static Desk at(Path root) {
        return at(root, notice -> {});
    }

    /// @param notices is told what a user is told unasked
    static Desk at(Path root, Consumer<String> notices) {
        Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
        if (ALL_ENCRYPTED) {
            environment.put("REEL_PASSPHRASE_FILE", Shared.PASSPHRASE_FILE.toString());
        }
        Caller caller =
                new Caller(root, root.resolve("no-home"), environment, "test", null, notices, Duration.ZERO, NOON);
        return new Desk(root, caller, backend -> backend);
    }

    /// One passphrase for every place of a run over encryption.
    private static final class Shared {
        static final Path PASSPHRASE_FILE = write();

        private static Path write() {
            try {
                Path file = Files.createTempFile("reel-desk", ".passphrase");
                file.toFile().deleteOnExit();
                return Files.writeString(file, PASSPHRASE);
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }
    }

    /// A place without encryption, also in a run over encryption.
    static Desk initPlain(Path root) throws IOException {
        Desk desk = at(root);
        new InitRepository(root, null, null).run(desk.caller);
        return desk;
    }

    static Desk init(Path root) throws IOException {
        Desk desk = at(root);
        InitRepository.FirstKey key = ALL_ENCRYPTED ? new InitRepository.FirstKey(null, "", Argon2Cost.LEAST) : null;
        new InitRepository(root, null, null, key).run(desk.caller);
        return desk;
    }

    static final String PASSPHRASE = "correct horse battery";

    /// An encrypted place. The passphrase lies in a file beside it, which the environment names.
    static Desk initEncrypted(Path root) throws IOException {
        Path secret = secretBeside(root);
        Files.createDirectories(java.util.Objects.requireNonNull(secret.getParent()));
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, PASSPHRASE);
        Desk desk = at(root).withEnvironment(Map.of("REEL_PASSPHRASE_FILE", secret.toString()));
        new InitRepository(root, null, null, new InitRepository.FirstKey(null, "first", Argon2Cost.LEAST))
                .run(desk.caller);
        return desk;
    }

    /// An encrypted place with two keys: an identity's, in a file beside it which the environment names (no time goes
    /// into trying it), and a passphrase's.
    static Desk initForIdentity(Path root) throws IOException {
        Path identity = root.resolveSibling(root.getFileName() + ".identity");
        Files.createDirectories(java.util.Objects.requireNonNull(identity.getParent()));
        Desk desk = at(root).withEnvironment(Map.of(
                "REEL_IDENTITY_FILE", identity.toString(), "REEL_NEW_PASSPHRASE_FILE", identity + ".pass"));
        Recipient recipient = RepositoryKeys.generate(identity);
        new InitRepository(root, null, null, new InitRepository.FirstKey(recipient, "Ada", Argon2Cost.LEAST))
                .run(desk.caller);
        Path secret = Files.copy(identity, Path.of(identity + ".pass"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(secret, PASSPHRASE);
        try (RepositoryKeys keys = desk.keys()) {
            RepositoryKeys.Key unused = keys.addPassphrase("by heart");
        }
        return desk;
    }

    Path identityFile() {
        return root.resolveSibling(root.getFileName() + ".identity");
    }

    /// The same person, whose place was moved. @param notices is told what a user is told unasked
    Desk movedTo(Path other, Consumer<String> notices) {
        Caller there = new Caller(
                other,
                caller.home(),
                caller.environment(),
                caller.command(),
                null,
                notices,
                caller.lockWait(),
                caller.clock());
        return new Desk(other, there, layers);
    }

    private static Path secretBeside(Path root) {
        return root.resolveSibling(root.getFileName() + ".passphrase");
    }

    Path passphraseFile() {
        return secretBeside(root);
    }

    /// The same place, with these variables besides who works here.
    Desk withEnvironment(Map<String, String> more) {
        return new Desk(root, callerWith(more), layers);
    }

    Caller callerWith(Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
        environment.putAll(more);
        return new Caller(
                root,
                caller.home(),
                environment,
                caller.command(),
                null,
                caller.notices(),
                caller.lockWait(),
                caller.clock());
    }

    /// The same place, so much later.
    Desk at(Duration later) {
        Clock clock = Clock.offset(caller.clock(), later);
        Caller then = new Caller(
                root,
                caller.home(),
                caller.environment(),
                caller.command(),
                null,
                caller.notices(),
                caller.lockWait(),
                clock);
        return new Desk(root, then, layers);
    }

    /// The same place, with somebody who types these passphrases, each taken from the list.
    Desk answering(List<String> answers) {
        Caller asked = new Caller(
                root,
                caller.home(),
                caller.environment(),
                caller.command(),
                null,
                caller.notices(),
                caller.lockWait(),
                caller.clock(),
                _ -> answers.removeFirst().toCharArray());
        return new Desk(root, asked, layers);
    }

    RepositoryKeys keys() throws IOException {
        return RepositoryKeys.open(
                caller, LockedRepository.open(caller, meta(), layers, object -> {}), Argon2Cost.LEAST);
    }

    /// The same place, with layers around the repository's backend.
    Desk with(UnaryOperator<Backend> around) {
        return new Desk(root, caller, around);
    }

    /// The same place, for one who waits so long for another command.
    Desk waiting(Duration wait) {
        Caller patient = new Caller(
                caller.folder(),
                caller.home(),
                caller.environment(),
                caller.command(),
                null,
                notice -> {},
                wait,
                caller.clock());
        return new Desk(root, patient, layers);
    }

    /// The same place, for one whose clock shows something else.
    Desk withClock(Clock clock) {
        Caller other = new Caller(
                caller.folder(),
                caller.home(),
                caller.environment(),
                caller.command(),
                null,
                caller.notices(),
                caller.lockWait(),
                clock);
        return new Desk(root, other, layers);
    }

    <T extends @Nullable Object> T run(Work<T> work) throws IOException {
        try (Workspace workspace = Workspace.open(caller, layers)) {
            return work.run(workspace);
        }
    }

    Path meta() {
        return root.resolve(".reel");
    }

    Path write(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        return Files.write(file, bytes);
    }

    AddResult add() throws IOException {
        return run(new AddFiles(AddOptions.of(PathSet.ALL), Progress.NONE)::run);
    }

    Hash commit(String message) throws IOException {
        return run(CommitStage.of(message)::run).id();
    }

    Hash addAndCommit(String message) throws IOException {
        add();
        return commit(message);
    }

    SwitchHead.Switched switchTo(String branch) throws IOException {
        return run(new SwitchHead(branch, null, false, false, Progress.NONE)::run);
    }

    /// Files become those of `revision`, whatever they were.
    void forceTo(String revision) throws IOException {
        run(new SwitchHead(revision, null, true, true, Progress.NONE)::run);
    }

    void branch(String name, String revision) throws IOException {
        run(workspace -> {
            new Branches(workspace).create(name, revision, false);
            return name;
        });
    }

    MergeBranch.Result merge(String revision) throws IOException {
        return run(new MergeBranch(revision, null, false, Progress.NONE)::run);
    }

    ReadStatus.Report status() throws IOException {
        return run(new ReadStatus(PathSet.ALL)::run);
    }

    /// Everything is read.
    /// What fsck finds beyond second copies that are not made yet: a command that dies between an operation and its
    /// copy leaves that to the next repair.
    List<Problem> leftovers() throws IOException {
        return fsck().problems().stream()
                .filter(problem -> !problem.kind().equals("missing_twin"))
                .toList();
    }

    CheckRepository.Report fsck() throws IOException {
        return run(new CheckRepository(FsckOptions.DATA, Progress.NONE)::run);
    }

    CheckRepository.Report repair() throws IOException {
        return run(new CheckRepository(new FsckOptions(true, true), Progress.NONE)::run);
    }

    /// Forgets all that only undo could reach.
    GcReport gc() throws IOException {
        return run(new CollectGarbage(UndoWindow.last(1), GcOptions.DEFAULT)::run);
    }

    Hash head() throws IOException {
        return run(workspace -> workspace.revisions().resolve("HEAD"));
    }

    /// All files of a commit.
    Map<RepoPath, TreeEntry> files(String revision) throws IOException {
        Map<RepoPath, TreeEntry> files = new TreeMap<>();
        run(workspace -> {
            new ListFiles(revision, PathSet.ALL).run(workspace, files::put);
            return files;
        });
        return files;
    }

    /// One file's bytes, or a link's target.
    byte[] cat(String revision, RepoPath path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        run(workspace -> {
            new ReadFile(revision, path).run(workspace, new ReadFile.Sink() {
                @Override
                public void write(long offset, MemorySegment piece) {
                    bytes.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE));
                }

                @Override
                public void target(byte[] text) {
                    bytes.writeBytes(text);
                }
            });
            return path;
        });
        return bytes.toByteArray();
    }

    /// Removes all files of the working folder, tracked or not.
    void clear() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            for (Path path : all.toList()) {
                if (!path.equals(meta())) {
                    delete(path);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Folders.delete(path);
        } else {
            Files.delete(path);
        }
    }

    /// What the repository takes on disk, locks left out.
    long storedBytes() throws IOException {
        long bytes = 0;
        for (String object : objects()) {
            bytes += Files.size(meta().resolve("repo").resolve(object));
        }
        return bytes;
    }

    /// The repository's objects, in order, as paths below it.
    List<String> objects() throws IOException {
        Path repository = meta().resolve("repo");
        List<String> objects = new ArrayList<>();
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = repository.relativize(path).toString().replace('\\', '/');
                if (!name.startsWith("locks/") && !name.startsWith("tmp/")) {
                    objects.add(name);
                }
            }
        }
        return objects;
    }

    /// A copy of the whole workspace, times included.
    Desk copyTo(Path target) throws IOException {
        copy(root, target);
        return at(target).withEnvironment(caller.environment());
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes stat) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes stat) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
