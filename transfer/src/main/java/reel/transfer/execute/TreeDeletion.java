package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import reel.backend.place.Entry;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.transfer.filter.Verdict;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Selection;

/// Deletes files and trees: everything is listed before the first file goes, and what a selection leaves out
/// stays, with the folders it lies in.
public final class TreeDeletion implements AutoCloseable {
    private static final int BATCH = 1024;

    private final Endpoint at;
    private final Selection selection;
    private final Tally tally;
    private final int checkers;
    private final Before before;
    private final boolean specials;
    private final Paths files = new Paths();
    private final Paths folders = new Paths();
    private final Paths unnamed = new Paths();

    /// What happens to a file before it is deleted.
    @FunctionalInterface
    interface Before {
        void file(String whole, String path) throws IOException;
    }

    /// @param specials whether devices, pipes and sockets go too; else they stay, with the folders they lie in
    TreeDeletion(Endpoint at, Selection selection, Tally tally, int checkers, Before before, boolean specials) {
        this.specials = specials;
        this.at = at;
        this.selection = selection;
        this.tally = tally;
        this.checkers = checkers;
        this.before = before;
    }

    /// Deletes what lies at `at`, with all of it that `selection` takes.
    public static void run(Endpoint at, Selection selection, int checkers, boolean dryRun, Tally tally)
            throws IOException {
        Entry what = at.place().stat(at.path());
        try (TreeDeletion deletion = new TreeDeletion(at, selection, tally, checkers, (whole, path) -> {}, true)) {
            deletion.add("", what.isFolder());
            deletion.run(dryRun);
        }
    }

    /// Lists something to be deleted, a folder after what is in it. A folder that cannot be listed stays, with those
    /// it lies in, and is told as failed.
    ///
    /// @return whether all of it is to be deleted
    boolean add(String path, boolean folder) throws IOException {
        requireGoing();
        if (!folder) {
            files.add(path, false);
            return true;
        }
        List<Entry> children = new ArrayList<>();
        try {
            at.place().list(at.at(path), children::add);
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException unreadable) {
            tally.failed(path, unreadable);
            return false;
        }
        boolean all = true;
        for (Entry child : children) {
            String below = path.isEmpty() ? child.name() : path + "/" + child.name();
            boolean taken = (specials || child.isUnnamed() || child.kind() != Entry.Kind.OTHER)
                    && selection.filters().of(below, child.isFolder()) != Verdict.LEAVE
                    && (child.isFolder() || selection.takes(child.size(), child.modified()));
            if (taken && child.isUnnamed()) {
                leaveUnnamed(below);
                taken = false;
            }
            all &= taken && add(below, child.isFolder());
        }
        if (all && !at.at(path).isEmpty()) {
            folders.add(path, true);
        }
        return all;
    }

    /// Remembers what should go and cannot be named, to tell that it stays.
    void leaveUnnamed(String path) throws IOException {
        unnamed.add(path, false);
    }

    /// Files listed so far.
    long files() {
        return files.count();
    }

    void run(boolean dryRun) throws IOException {
        unnamed.each(one -> tally.failed(
                one.path(),
                new Refused(
                        at.name(one.path()),
                        "has a name that is no text, so that it cannot be named to be deleted",
                        "Delete or rename it where it lies.")));
        if (dryRun) {
            files.each(one -> tally.deleted(one.path()));
            folders.each(one -> tally.deleted(one.path()));
            return;
        }
        try (Scope scope = Scope.open("delete")) {
            deleteFiles(scope);
            scope.join();
        }
        folders.each(this::deleteFolder);
    }

    private void deleteFiles(Scope scope) throws IOException {
        Semaphore turns = new Semaphore(checkers);
        List<String> batch = new ArrayList<>();
        int size = (int) Math.clamp(files.count() / checkers + 1, 1, BATCH);
        files.each(one -> {
            batch.add(one.path());
            if (batch.size() == size) {
                hand(List.copyOf(batch), turns, scope);
                batch.clear();
            }
        });
        hand(batch, turns, scope);
    }

    private void hand(List<String> paths, Semaphore turns, Scope scope) throws InterruptedIOException {
        try {
            turns.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while deleting");
            stopped.initCause(interrupted);
            throw stopped;
        }
        scope.fork(() -> {
            try {
                for (String path : paths) {
                    deleteFile(path);
                }
            } finally {
                turns.release();
            }
            return paths;
        });
    }

    private void deleteFile(String path) throws IOException {
        String whole = at.at(path);
        try {
            before.file(whole, path);
            at.place().delete(whole);
            tally.deleted(path);
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            tally.failed(path, failure);
        }
    }

    private void deleteFolder(Paths.Marked folder) throws IOException {
        requireGoing();
        try {
            at.place().deleteFolder(at.at(folder.path()));
            tally.deleted(folder.path());
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            tally.failed(folder.path(), failure);
        }
    }

    private static void requireGoing() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the transfer was interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        try (files;
                unnamed) {
            folders.close();
        }
    }
}
