package reel.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import reel.history.manifest.ContentHasher;
import reel.history.workspace.DiskFile;
import reel.history.workspace.FileStat;
import reel.history.workspace.WorkingFolder;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Every file of a folder with the BLAKE3 of its bytes, to compare with later.
///
/// @param files path below the folder, with its hash
record FolderPrint(SortedMap<String, Hash> files, long bytes) {
    static FolderPrint of(Path root, MemoryBudget budget) throws IOException {
        ContentHasher hasher = new ContentHasher(budget);
        SortedMap<String, Hash> files = new TreeMap<>();
        long bytes = 0;
        for (Path file : list(root)) {
            FileStat stat = FileStat.of(file);
            try (DiskFile open = DiskFile.open(file, stat)) {
                files.put(root.relativize(file).toString(), hasher.fileHash(open));
            }
            bytes += stat.size();
        }
        return new FolderPrint(files, bytes);
    }

    private static List<Path> list(Path root) throws IOException {
        Path own = root.resolve(WorkingFolder.RESERVED);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.startsWith(own))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /// How many files differ, are missing or are too many.
    long differences(FolderPrint other) {
        long different = files.entrySet().stream()
                .filter(file -> !file.getValue().equals(other.files.get(file.getKey())))
                .count();
        long extra = other.files.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .count();
        return different + extra;
    }
}
