package reel.history.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import reel.history.tree.RepoPath;
import reel.stream.Missing;
import reel.stream.Refused;

/// The folder a person works in: its root, and the places below `.reel` that belong to this folder alone.
public final class WorkingFolder {
    /// The folder of reel itself; never tracked, in no spelling.
    public static final String RESERVED = ".reel";

    private static final SecureRandom NAMES = new SecureRandom();

    private final Path root;
    private final boolean foldsCase;

    private WorkingFolder(Path root, boolean foldsCase) {
        this.root = root;
        this.foldsCase = foldsCase;
    }

    /// The working folder at `root`, which has a `.reel` folder; else [Missing].
    public static WorkingFolder open(Path root) throws IOException {
        Path real = root.toRealPath();
        Path meta = real.resolve(RESERVED);
        if (!Files.isDirectory(meta)) {
            throw new Missing(root.toString(), "is not a reel workspace: it has no " + RESERVED, "Run `reel init`.");
        }
        return new WorkingFolder(real, Files.exists(real.resolve(".REEL"), LinkOption.NOFOLLOW_LINKS));
    }

    /// Absolute, links resolved.
    public Path root() {
        return root;
    }

    public Path meta() {
        return root.resolve(RESERVED);
    }

    /// The stage's file; its layout is docs/format/stage.md.
    public Path stageFile() {
        return meta().resolve("stage");
    }

    /// The state of a merge that waits for a person; absent when there is none.
    public Path mergeFile() {
        return meta().resolve("merge");
    }

    /// Held exclusively by every command that writes the stage.
    public Path lockFile() {
        return meta().resolve("lock");
    }

    /// Half-written files, on the same file system as the files they become; made if absent.
    public Path temporary() throws IOException {
        return Files.createDirectories(meta().resolve("tmp"));
    }

    /// Whether `A` and `a` are one name here.
    public boolean foldsCase() {
        return foldsCase;
    }

    /// Whether files here have an execute bit; where not, the one recorded stays.
    public boolean keepsExecutable() {
        return FileStat.UNIX;
    }

    /// Where `path` is on disk.
    public Path onDisk(RepoPath path) throws Refused {
        return NativeNames.resolve(root, path);
    }

    /// The repository's path of a path on disk, which is taken relative to the current folder of the process
    /// when it is not absolute. The last name is not followed if it is a link; the folders above it are.
    public RepoPath inRepository(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.startsWith(root)) {
            Path parent = absolute.getParent();
            Path name = absolute.getFileName();
            if (parent != null && name != null && Files.isDirectory(parent)) {
                absolute = parent.toRealPath().resolve(name);
            }
        }
        return NativeNames.relative(root, absolute);
    }

    /// A fresh name in [#temporary] for a file of the reader's usual permissions; nothing is made.
    public Path temporaryName(String purpose) throws IOException {
        return temporary().resolve(purpose + "-" + Long.toUnsignedString(NAMES.nextLong(), 36));
    }

    /// Removes what killed commands left behind. The caller holds the lock.
    public void clearTemporary() throws IOException {
        Path temporary = meta().resolve("tmp");
        if (!Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(temporary, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes stat) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
