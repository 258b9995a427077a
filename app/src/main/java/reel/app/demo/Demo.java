package reel.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.app.Caller;
import reel.app.InitRepository;
import reel.app.Workspace;
import reel.app.branch.Tags;
import reel.app.keep.CheckRepository;
import reel.app.look.DiffVersions;
import reel.app.look.FileChange;
import reel.app.work.AddFiles;
import reel.app.work.CommitStage;
import reel.app.work.SwitchHead;
import reel.history.manifest.ContentComparison;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.store.fsck.FsckOptions;

/// The main job on a made-up project, by the same use cases as the commands: make, add, commit, edit, add,
/// commit, compare, go back and forth, check every byte.
public final class Demo {
    private static final long SEED = 20_260_101;

    private final Caller caller;
    private final Path folder;
    private final DemoSize size;
    private final Teller teller;
    private final List<Version> versions = new ArrayList<>();
    private long differences;

    /// @param folder where the project is made; empty
    public Demo(Caller caller, Path folder, DemoSize size, Teller teller) {
        this.caller = caller.in(folder);
        this.folder = folder;
        this.size = size;
        this.teller = teller;
    }

    /// Is told what happens.
    public interface Teller {
        /// A step begins. @param command what a user would type; null: nothing, this is not reel's work
        void begin(String title, @Nullable String command);

        /// More about the step.
        void note(String text);

        Progress progress();

        /// The step has ended. @param bytes it was about; 0 where that means nothing
        void end(long nanos, long bytes);
    }

    /// What one version cost.
    ///
    /// @param logicalBytes of all its files
    /// @param storedBytes  what the repository folder grew by
    /// @param addNanos     how long add and commit took
    public record Version(String name, long files, long logicalBytes, long storedBytes, long addNanos) {}

    /// @param differences files that were not, byte for byte, what they had been; plus findings of the check
    public record Report(Path folder, List<Version> versions, long differences) {}

    public Report run() throws IOException {
        DemoProject project = new DemoProject(folder, size, SEED);
        step("Shooting a film project in " + folder, null, () -> {
            project.make();
            return 0;
        });
        step("Making a repository", "reel init", () -> {
            new InitRepository(folder, null, null).run(caller);
            return 0;
        });
        FolderPrint first = keep("v1", "first cut");
        step("The next day's work", null, () -> {
            project.edit();
            project.edits().forEach(teller::note);
            return 0;
        });
        FolderPrint second = keep("v2", "second cut");
        step("What is the difference?", "reel diff v1 v2 --stat", this::compare);
        visit("v1", first);
        visit("v2", second);
        visit("v1", first);
        visit("main", second);
        step(
                "Reading every stored byte",
                "reel fsck --data",
                () -> inWorkspace(workspace -> {
                    CheckRepository.Report report =
                            new CheckRepository(FsckOptions.DATA, teller.progress()).run(workspace);
                    differences += report.damages();
                    teller.note(report.isClean() ? "no findings" : report.damages() + " findings");
                    return report.packBytes();
                }));
        return new Report(folder, List.copyOf(versions), differences);
    }

    private FolderPrint keep(String name, String message) throws IOException {
        long storedBefore = stored();
        long start = System.nanoTime();
        long[] files = {0};
        step(
                "Adding everything",
                "reel add .",
                () -> inWorkspace(workspace -> {
                    AddResult added = new AddFiles(AddOptions.of(PathSet.ALL), teller.progress()).run(workspace);
                    teller.note(
                            added.added().size() + " new, " + added.modified().size() + " changed, "
                                    + added.removed().size() + " gone, " + added.unchanged() + " untouched");
                    files[0] = added.stage().size();
                    return added.bytes();
                }));
        step(
                "Keeping it as a version",
                "reel commit -m \"" + message + "\" && reel tag " + name,
                () -> inWorkspace(workspace -> {
                    CommitStage.of(message).run(workspace);
                    new Tags(workspace).create(name, "HEAD", "", false);
                    return 0;
                }));
        long nanos = System.nanoTime() - start;
        FolderPrint print = inWorkspace(workspace -> FolderPrint.of(folder, workspace.budget()));
        versions.add(new Version(name, files[0], print.bytes(), stored() - storedBefore, nanos));
        return print;
    }

    private long compare() throws IOException {
        return inWorkspace(workspace -> {
            DiffVersions diff = new DiffVersions(workspace, PathSet.ALL);
            long added = 0;
            List<FileChange> changes = diff.trees(tree(workspace, "v1"), tree(workspace, "v2"));
            for (FileChange change : changes) {
                ContentComparison bytes = diff.bytes(change);
                added += bytes.addedBytes();
                boolean large = change.sizeAfter() > (1 << 20) && change.kind() == FileChange.Kind.MODIFIED;
                if (large) {
                    teller.note(change.path() + ": " + bytes.addedBytes() / 1024 + " KiB of "
                            + change.sizeAfter() / 1024 + " KiB are new");
                }
            }
            teller.note(changes.size() + " paths differ, " + added / 1024 + " KiB are new");
            return 0L;
        });
    }

    private static reel.stream.hash.Hash tree(Workspace workspace, String revision) throws IOException {
        return workspace
                .repository()
                .commits()
                .read(workspace.revisions().resolve(revision))
                .tree();
    }

    private void visit(String revision, FolderPrint expected) throws IOException {
        step(
                "Going to " + revision,
                "reel checkout " + revision,
                () -> inWorkspace(workspace -> new SwitchHead(revision, null, true, false, teller.progress())
                        .run(workspace)
                        .files()
                        .bytes()));
        long wrong = inWorkspace(workspace -> expected.differences(FolderPrint.of(folder, workspace.budget())));
        differences += wrong;
        teller.note(
                wrong == 0
                        ? expected.files().size() + " files compared, every byte as it was"
                        : wrong + " FILES DIFFER from what was added");
    }

    private long stored() throws IOException {
        Path repository = folder.resolve(".reel").resolve("repo");
        try (Stream<Path> all = Files.walk(repository)) {
            long bytes = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    @FunctionalInterface
    private interface Work {
        long run() throws IOException;
    }

    @FunctionalInterface
    private interface Use<T> {
        T run(Workspace workspace) throws IOException;
    }

    private void step(String title, @Nullable String command, Work work) throws IOException {
        teller.begin(title, command);
        long start = System.nanoTime();
        long bytes = work.run();
        teller.end(System.nanoTime() - start, bytes);
    }

    /// Opened anew for every step, as a command would.
    private <T> T inWorkspace(Use<T> use) throws IOException {
        try (Workspace workspace = Workspace.open(caller)) {
            return use.run(workspace);
        }
    }
}
