package reel.video;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import reel.stream.Refused;
import reel.video.carrier.Preset;
import reel.video.payload.Entry;
import reel.video.payload.Restored;
import reel.video.payload.Restorer;
import reel.video.work.DiskFailure;
import reel.video.work.WorkFolder;

/// Where decoded files wait in a hidden folder until all are right, and then get their names.
final class Landing implements AutoCloseable {
    private final Path folder;
    private final boolean made;
    private final List<Path> videos;
    private final boolean replace;
    private final WorkFolder work;
    private boolean published;

    private Landing(Path folder, boolean made, List<Path> videos, boolean replace, WorkFolder work) {
        this.folder = folder;
        this.made = made;
        this.videos = videos;
        this.replace = replace;
        this.work = work;
    }

    /// @param name   of the work folder, so that two videos can be decoded beside each other
    /// @param videos that are read, which nothing may replace
    static Landing open(Path folder, String name, List<Path> videos, boolean replace) throws IOException {
        boolean made = !Files.exists(folder);
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException file) {
            throw new Refused(folder.toString(), "is no folder", "Name a folder.", file);
        } catch (IOException failure) {
            throw DiskFailure.writing(folder.toString(), failure);
        }
        return new Landing(folder, made, videos, replace, WorkFolder.open(folder.resolve(name), ""));
    }

    Path work() {
        return work.path();
    }

    /// Brings back what is wanted, and publishes it.
    DecodeReport land(Restorer restorer, DecodeJob job, Preset preset) throws IOException {
        check(restorer.listed(job.names()));
        Restored restored = job.partial()
                ? restorer.partial(files(), job.names())
                : job.names().isEmpty() ? restorer.all(files()) : restorer.some(files(), job.names());
        publish(restored.entries());
        return new DecodeReport(preset, restored.entries(), restored.bytes(), restored.lost());
    }

    /// Where the files are made.
    private Path files() throws IOException {
        return Files.createDirectories(work.path().resolve("files"));
    }

    /// That everything can get its name.
    private void check(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            Path target = folder.resolve(entry.path());
            boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            boolean isFolder = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
            if (entry.kind() == Entry.Kind.FOLDER
                    ? there && !isFolder
                    : there && (!replace || !WorkFolder.mayBeReplaced(target))) {
                throw WorkFolder.inTheWay(target);
            }
            if (entry.kind() != Entry.Kind.FOLDER) {
                WorkFolder.requireApart(target, videos);
            }
            for (Path above = target.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
                if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                    throw new Refused(
                            above.toString(), "is where a folder should be", "Move it away, or decode elsewhere.");
                }
            }
        }
    }

    /// Gives everything its name: folders, files, links, and at last the folders' times.
    private void publish(List<Entry> entries) throws IOException {
        check(entries);
        try {
            for (Entry entry : entries) {
                if (entry.kind() == Entry.Kind.FOLDER) {
                    Files.createDirectories(folder.resolve(entry.path()));
                }
            }
            for (Entry entry : entries) {
                Path target = folder.resolve(entry.path());
                switch (entry.kind()) {
                    case FILE -> {
                        Path made = files().resolve(entry.path());
                        dress(made, entry);
                        Files.createDirectories(target.getParent());
                        WorkFolder.move(made, target, replace);
                    }
                    case LINK -> {
                        Files.createDirectories(target.getParent());
                        if (replace) {
                            Files.deleteIfExists(target);
                        }
                        Files.createSymbolicLink(target, Path.of(entry.target()));
                    }
                    case FOLDER -> {}
                }
            }
            published = true;
            // From the bottom up, so that what is done below does not change a folder's time again.
            entries.stream()
                    .filter(entry -> entry.kind() == Entry.Kind.FOLDER)
                    .sorted(Comparator.comparing(Entry::path).reversed())
                    .forEach(entry -> dressQuietly(folder.resolve(entry.path()), entry));
            WorkFolder.sync(folder);
        } catch (IOException failure) {
            throw DiskFailure.writing(folder.toString(), failure);
        }
    }

    private static void dressQuietly(Path path, Entry entry) {
        try {
            dress(path, entry);
        } catch (IOException notAllowed) {
            // A folder that was there and is somebody else's keeps its time and permissions.
            return;
        }
    }

    private static void dress(Path path, Entry entry) throws IOException {
        if (entry.mode() >= 0) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                if ((entry.mode() & 0400 >> permission.ordinal()) != 0) {
                    permissions.add(permission);
                }
            }
            try {
                Files.setPosixFilePermissions(path, permissions);
            } catch (UnsupportedOperationException noPermissionsHere) {
                boolean unused = path.toFile().setExecutable((entry.mode() & 0100) != 0);
            }
        }
        if (entry.modified() != null) {
            Files.setLastModifiedTime(path, FileTime.from(entry.modified()));
        }
    }

    @Override
    public void close() throws IOException {
        work.close();
        if (made && !published) {
            try {
                Files.deleteIfExists(folder);
            } catch (java.nio.file.DirectoryNotEmptyException used) {
                return;
            }
        }
    }
}
