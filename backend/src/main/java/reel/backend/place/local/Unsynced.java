package reel.backend.place.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reel.backend.Durable;
import reel.backend.LocalFailure;

/// What a place has changed and not yet made durable. Thread-safe.
final class Unsynced {
    /// Beyond, all below the root counts as changed.
    static final int MOST = 1 << 16;

    private final Path root;
    private Set<Path> files = new LinkedHashSet<>();
    private Set<Path> folders = new LinkedHashSet<>();
    private boolean everything;

    Unsynced(Path root) {
        this.root = root;
    }

    /// A file whose bytes, times or mode are new, and its name.
    synchronized void file(Path file) {
        if (!everything) {
            files.add(file);
            folder(LocalRoot.parent(file));
        }
    }

    /// A folder in which names are new or gone.
    synchronized void folder(Path folder) {
        if (!everything) {
            folders.add(folder);
            if (files.size() > MOST || folders.size() > MOST) {
                everything = true;
                files.clear();
                folders.clear();
            }
        }
    }

    void sync() throws IOException {
        Set<Path> changed;
        Set<Path> named;
        boolean all;
        synchronized (this) {
            changed = files;
            named = folders;
            all = everything;
            files = new LinkedHashSet<>();
            folders = new LinkedHashSet<>();
            everything = false;
        }
        try {
            if (all) {
                tree(root);
            } else {
                files(changed);
                Set<Path> done = new LinkedHashSet<>();
                for (Path folder : named) {
                    for (Path at = folder; at != null && done.add(at) && !at.equals(root); at = at.getParent()) {
                        folderIfThere(at);
                    }
                }
            }
            Path above = root.getParent();
            if (above != null) {
                folderIfThere(above);
            }
        } catch (IOException failure) {
            restore(changed, named, all);
            throw LocalFailure.writing(root, 0, failure);
        }
    }

    /// What could not be made durable is still to be.
    private synchronized void restore(Collection<Path> changed, Collection<Path> named, boolean all) {
        everything |= all;
        changed.forEach(this::file);
        named.forEach(this::folder);
    }

    private void tree(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    tree(child);
                } else if (Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(child);
                    if (found.size() == MOST) {
                        files(found);
                        found.clear();
                    }
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
        }
        files(found);
        folderIfThere(folder);
    }

    /// Links have no bytes of their own, and what is gone since is its folder's.
    private static void files(Collection<Path> changed) throws IOException {
        List<Path> there = changed.stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
        try {
            Durable.files(there);
        } catch (NoSuchFileException somebodyDeletes) {
            for (Path file : there) {
                try {
                    Durable.file(file);
                } catch (NoSuchFileException gone) {
                    // Its folder is synced.
                }
            }
        }
    }

    private static void folderIfThere(Path folder) throws IOException {
        try {
            Durable.folder(folder);
        } catch (NoSuchFileException gone) {
            // The folder above is synced.
        }
    }
}
