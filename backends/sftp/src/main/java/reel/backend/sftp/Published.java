package reel.backend.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What was changed and not yet made durable: files that were published, folders whose names changed.
final class Published {
    /// Beyond that a sync happens by itself, so that the list stays short.
    private static final int MOST = 20_000;

    private static final int AHEAD = 64;

    private final Lines lines;
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> folders = new LinkedHashSet<>();

    Published(Lines lines) {
        this.lines = lines;
    }

    /// A file has new bytes and its folder a new name.
    ///
    /// @param full what the server calls it
    void file(String full) throws IOException {
        add(files, full);
        name(full);
    }

    /// A name was made or removed.
    void name(String full) throws IOException {
        add(folders, SftpPlace.parent(full));
    }

    private void add(Set<String> set, String full) throws IOException {
        boolean many;
        synchronized (this) {
            set.add(full);
            many = set.size() >= MOST;
        }
        if (many) {
            sync();
        }
    }

    /// Files first, then their folders, which hold the names. What is gone meanwhile needs nothing.
    void sync() throws IOException {
        List<String> theseFiles;
        List<String> theseFolders;
        synchronized (this) {
            theseFiles = List.copyOf(files);
            theseFolders = List.copyOf(folders);
            files.clear();
            folders.clear();
        }
        boolean done = false;
        try {
            Sftp sftp = lines.any();
            if (sftp.has(Offers.FSYNC)) {
                sync(sftp, theseFiles, true);
                sync(sftp, theseFolders, false);
            }
            done = true;
        } finally {
            if (!done) {
                synchronized (this) {
                    files.addAll(theseFiles);
                    folders.addAll(theseFolders);
                }
            }
        }
    }

    /// @param must whether a failure matters; of folders some servers cannot
    private static void sync(Sftp sftp, List<String> all, boolean must) throws IOException {
        for (int from = 0; from < all.size(); from += AHEAD) {
            sync(sftp, all, from, Math.min(all.size(), from + AHEAD), must);
        }
    }

    private static void sync(Sftp sftp, List<String> all, int from, int to, boolean must) throws IOException {
        ArrayDeque<Call> opens = new ArrayDeque<>();
        for (int i = from; i < to; i++) {
            opens.add(sftp.open(all.get(i), Wire.FOR_READING));
        }
        ArrayDeque<Call> syncs = new ArrayDeque<>();
        for (int i = from; i < to; i++) {
            try {
                byte[] handle = sftp.handle(opens.remove());
                syncs.add(sftp.sync(handle));
                sftp.forget(sftp.close(handle));
            } catch (Said said) {
                if (must && !said.is(Wire.NO_SUCH_FILE)) {
                    throw said.of(all.get(i), "could not be made durable");
                }
            }
        }
        while (!syncs.isEmpty()) {
            try {
                sftp.ok(syncs.remove());
            } catch (Said said) {
                if (must) {
                    throw said.of("the server's disk", "what was written could not be made durable");
                }
            }
        }
    }
}
