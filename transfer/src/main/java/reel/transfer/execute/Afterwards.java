package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Touching;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.discover.Item;
import reel.transfer.job.TransferOptions;

/// What waits until every file has arrived: deletions, times of folders, the emptied folders of a move.
final class Afterwards implements AutoCloseable {
    /// Folders whose entry is kept; those beyond are asked for again.
    private static final int MOST_STAMPS = 1 << 15;

    private final Setting setting;
    private final Paths extras = new Paths();
    private final Paths unnamed = new Paths();
    private final List<Item> stamps = new ArrayList<>();
    private final Paths moreStamps = new Paths();
    private final Paths left = new Paths();
    private final ClosedFolders folders;

    Afterwards(Setting setting) {
        this.setting = setting;
        this.folders = new ClosedFolders(setting);
    }

    ClosedFolders folders() {
        return folders;
    }

    void extra(String path, Entry entry) throws IOException {
        if (entry.isUnnamed()) {
            unnamed.add(path, false);
        } else {
            extras.add(path, entry.isFolder());
        }
    }

    synchronized void stamp(Item folder) throws IOException {
        if (stamps.size() < MOST_STAMPS) {
            stamps.add(folder);
        } else {
            moreStamps.add(folder.path(), false);
        }
    }

    void left(Item folder) throws IOException {
        if (!folder.path().isEmpty()) {
            left.add(folder.source().path(), false);
        }
    }

    void finish() throws IOException {
        for (Item folder : stamps) {
            touch(folder.path(), folder.source());
        }
        moreStamps.each(one ->
                touch(one.path(), setting.source().stat(setting.job().source().at(one.path()))));
        left.each(one -> removeEmptied(one.path()));
        if (setting.job().options().keeping().durable() && setting.to().syncing() != null) {
            setting.to().syncing().sync();
        }
    }

    private void touch(String path, Entry source) throws IOException {
        requireGoing();
        Touching touching = setting.to().touching();
        if (touching == null) {
            return;
        }
        try {
            Meta kept = setting.kept(source.meta());
            touching.touch(setting.job().destination().at(path), source.modified(), kept);
            if (kept.mode() != null) {
                folders.stamped(path);
            }
        } catch (Missing nothingArrived) {
            return;
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            setting.note(path, "its time is not kept: " + failure.getMessage());
        }
    }

    private void removeEmptied(String path) throws IOException {
        requireGoing();
        try {
            setting.source().deleteEmptied(path);
        } catch (Refused perhapsNotEmpty) {
            return;
        }
        String root = setting.job().source().path();
        setting.tally().events().removed(root.isEmpty() ? path : path.substring(root.length() + 1));
    }

    /// Deletes what only the destination has, and what stands where the source has something of another kind.
    ///
    /// @return whether the latter is gone, so that the source's can be sent
    boolean delete(Clashes clashes) throws IOException {
        if (extras.count() == 0 && unnamed.count() == 0 && clashes.isEmpty()) {
            return false;
        }
        if (!setting.tally().complete() || setting.tally().failing()) {
            keepAll(clashes);
            return false;
        }
        TransferOptions options = setting.job().options();
        TreeDeletion.Before before = options.keeping().backup() == null ? (whole, path) -> {} : setting::backUp;
        try (TreeDeletion deletion = new TreeDeletion(
                setting.job().destination(),
                options.selection(),
                setting.tally(),
                options.effort().checkers(),
                before,
                false)) {
            boolean all = true;
            for (Map.Entry<String, Clashes.Clash> one : clashes.all().entrySet()) {
                all &= deletion.add(one.getKey(), one.getValue().there().isFolder());
            }
            if (!all) {
                keepAll(clashes);
                return false;
            }
            extras.each(one -> deletion.add(one.path(), one.mark()));
            unnamed.each(one -> deletion.leaveUnnamed(one.path()));
            if (deletion.files() > options.mostDeletions()) {
                throw new Refused(
                        setting.job().destination().toString(),
                        deletion.files() + " files would be deleted, more than the " + options.mostDeletions()
                                + " that are allowed",
                        "Look with a dry run, then raise the limit.");
            }
            deletion.run(options.dryRun());
        }
        return !clashes.isEmpty();
    }

    private void keepAll(Clashes clashes) {
        clashes.all().forEach((path, clash) -> setting.tally().failed(path, clash.why()));
        setting.tally().events().note("nothing is deleted: not everything of the source could be listed and sent");
    }

    private void requireGoing() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the transfer was interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        try (extras;
                unnamed;
                moreStamps;
                left) {
            folders.close();
        }
    }
}
