package reel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// A small project in a test's folder, whose files are of one time.
final class Film {
    private Film() {}

    /// The project, as `film`.
    static void make(Path folder) throws IOException {
        write(folder, "film/a.mov", "the first shot");
        write(folder, "film/shots/010/b.mov", "the second shot, longer");
        write(folder, "film/notes.txt", "notes");
        Files.createDirectories(folder.resolve("film/empty"));
    }

    static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-31T12:30:00Z")));
        return file;
    }
}
