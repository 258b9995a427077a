package reel.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import reel.protect.disk.Disk;

/// The machine's file system, of which a test changes some answers.
interface OverLocalDisk extends Disk {
    @Override
    default void makeFolder(Path folder) throws IOException {
        LOCAL.makeFolder(folder);
    }

    @Override
    default OutFile write(Path file) throws IOException {
        return LOCAL.write(file);
    }

    @Override
    default InFile read(Path file) throws IOException {
        return LOCAL.read(file);
    }

    @Override
    default void move(Path from, Path to) throws IOException {
        LOCAL.move(from, to);
    }

    @Override
    default void delete(Path path) throws IOException {
        LOCAL.delete(path);
    }

    @Override
    default void sync(Path folder) throws IOException {
        LOCAL.sync(folder);
    }

    @Override
    default List<String> names(Path folder, int most) throws IOException {
        return LOCAL.names(folder, most);
    }

    @Override
    default long room(Path folder) throws IOException {
        return LOCAL.room(folder);
    }
}
