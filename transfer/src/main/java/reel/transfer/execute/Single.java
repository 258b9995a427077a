package reel.transfer.execute;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Copying;
import reel.backend.place.Disk;
import reel.backend.place.Entry;
import reel.backend.place.Linking;
import reel.backend.place.Meta;
import reel.backend.place.Moving;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.box.Containers;
import reel.transfer.discover.Item;
import reel.transfer.discover.Sameness;
import reel.transfer.job.Comparison;
import reel.transfer.job.Difference;
import reel.transfer.job.Mode;
import reel.transfer.job.Transform;
import reel.transfer.journal.FileLog;
import reel.transfer.journal.Proof;

/// What is done for an item in one go, before or instead of sending its bytes.
final class Single {
    private final Setting setting;
    private final Permissions permissions;
    private final Sameness sameness;

    Single(Setting setting, Permissions permissions) {
        this.setting = setting;
        this.permissions = permissions;
        this.sameness = Sameness.of(setting.job());
    }

    /// Does `item`, as far as it is no matter of sending bytes.
    ///
    /// @return what is left to be sent; null where nothing is
    @Nullable
    Item run(Item item) throws IOException {
        return switch (item.source().kind()) {
            case FOLDER -> {
                folder(item);
                yield null;
            }
            case LINK -> {
                link(item);
                yield null;
            }
            case FILE -> file(item);
            case OTHER -> throw new IllegalArgumentException(item.path() + " is no file");
        };
    }

    /// Whether nothing but sending bytes is to be done for `item`.
    boolean sendsBytes(Item item) {
        boolean onePlace = setting.source() == setting.destination()
                && (setting.to().copying() != null || setting.job().mode() == Mode.MOVE);
        boolean renames = setting.job().mode() == Mode.MOVE
                && setting.from().disk() != null
                && setting.to().disk() != null;
        return item.source().isFile()
                && !onePlace
                && !renames
                && !setting.job().options().dryRun()
                && setting.job().mode() != Mode.CHECK;
    }

    private void folder(Item item) throws IOException {
        setting.destination().makeFolder(path(item));
        setting.tally().finished(item.path(), 0, false);
    }

    private void link(Item item) throws IOException {
        Linking linking = setting.to().linking();
        String target = item.source().meta().linkTarget();
        if (linking == null || target == null) {
            throw new Refused(
                    setting.job().source().name(item.path()),
                    "is a link, and " + setting.to().name() + " keeps none",
                    "Follow links to copy what they mean, or skip them.");
        }
        if (item.old() != null) {
            setting.backUp(path(item), item.path());
        }
        linking.link(path(item), target);
        if (setting.to().touching() != null) {
            setting.to().touching().touch(path(item), item.source().modified(), Meta.NONE);
        }
        setting.tally().finished(item.path(), 0, false);
        if (setting.job().mode() == Mode.MOVE) {
            setting.source().delete(item.source().path());
            setting.tally().events().removed(item.path());
        }
    }

    private @Nullable Item file(Item item) throws IOException {
        Entry old = item.old();
        if (old != null && item.compare() && same(item, old)) {
            return null;
        }
        if (setting.job().mode() == Mode.CHECK) {
            return null;
        }
        if (setting.job().options().dryRun()) {
            setting.tally().finished(item.path(), Math.max(0, item.source().size()), true);
            tellRemoved(item);
            return null;
        }
        Item ready = new Item(item.path(), item.source(), old, false);
        return within(ready);
    }

    /// Whether nothing is to be sent after all.
    private boolean same(Item item, Entry old) throws IOException {
        boolean check = setting.job().mode() == Mode.CHECK;
        boolean move = setting.job().mode() == Mode.MOVE;
        if (check && !(setting.job().options().transform() instanceof Transform.None)) {
            Difference difference = BoxCheck.difference(setting, item, old);
            if (difference == null) {
                setting.tally().same(item.path());
            } else {
                setting.tally().different(item.path(), difference);
            }
            return true;
        }
        if (!move && setting.job().options().transform() instanceof Transform.Pack) {
            boolean encrypted = isEncrypted(item, old);
            if (encrypted) {
                setting.tally().same(item.path());
            }
            return encrypted;
        }
        // What a move takes away must be there, whatever rule decides what is sent.
        Comparison.Rule rule = setting.job().options().comparison().rule();
        if (!move && rule == Comparison.Rule.SIZE) {
            return alike(item, check);
        }
        if (!move && rule == Comparison.Rule.SIZE_AND_TIME) {
            Entry now = item.source().modified() == null
                    ? setting.source().stat(item.source().path())
                    : item.source();
            Entry there = old.modified() == null ? setting.destination().stat(path(item)) : old;
            if (sameness.sameTime(now, there)) {
                return alike(item, check);
            }
            if (check) {
                setting.tally().different(item.path(), Difference.TIME);
            }
            return check;
        }
        if (Contents.same(setting.source(), item.source(), setting.destination(), old)) {
            setting.tally().same(item.path());
            if (!check && !setting.job().options().dryRun()) {
                adopt(item, old);
            } else {
                tellRemoved(item);
            }
            return true;
        }
        if (check) {
            setting.tally().different(item.path(), Difference.CONTENT);
        }
        return check;
    }

    /// Counts a file as the same and gives it the source's permissions. @return true
    private boolean alike(Item item, boolean check) throws IOException {
        if (!check) {
            permissions.update(item);
        }
        setting.tally().same(item.path());
        return true;
    }

    /// Whether `old` is an encrypted container; what is none at all is not.
    private boolean isEncrypted(Item item, Entry old) throws IOException {
        if (old.size() < Containers.HEAD_BYTES) {
            return false;
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream(Containers.HEAD_BYTES);
        try (Reading reading = setting.destination().open(old)) {
            reading.read(0, Containers.HEAD_BYTES, piece -> head.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        try {
            return Containers.isEncrypted(head.toByteArray(), item.path());
        } catch (Refused | Corrupt none) {
            return false;
        }
    }

    /// Gives a file that has the source's bytes its time and metadata, and takes it from the source of a move.
    private void adopt(Item item, Entry old) throws IOException {
        if (setting.to().touching() != null && !sameness.sameTime(item.source(), old)) {
            setting.to()
                    .touching()
                    .touch(
                            path(item),
                            item.source().modified(),
                            setting.kept(item.source().meta()));
        } else {
            permissions.update(item);
        }
        if (setting.job().mode() == Mode.MOVE) {
            setting.source().delete(item.source().path());
            tellRemoved(item);
        }
    }

    private void tellRemoved(Item item) {
        if (setting.job().mode() == Mode.MOVE) {
            setting.tally().events().removed(item.path());
        }
    }

    /// Copies or moves inside one place, without bytes passing through here, where that can be.
    ///
    /// @return what is left to be sent; null where nothing is
    private @Nullable Item within(Item item) throws IOException {
        if (!(setting.job().options().transform() instanceof Transform.None)
                || setting.job().options().keeping().verify()
                || setting.job().options().comparison().ignoreExisting()) {
            return item;
        }
        Place place = setting.source();
        boolean move = setting.job().mode() == Mode.MOVE;
        Moving moving = setting.to().moving();
        Copying copying = setting.to().copying();
        boolean onePlace = place == setting.destination();
        Item left = item;
        boolean done = false;
        if (move && (onePlace ? moving != null : onOneDisk(item))) {
            requireUnchanged(item);
            backUp(item);
            done = onePlace && moving != null ? moved(moving, item) : renamed(item);
            if (!done && setting.job().options().keeping().backup() != null) {
                left = new Item(item.path(), item.source(), null, false);
            }
        }
        if (!done && onePlace && copying != null) {
            backUp(left);
            copy(copying, item);
            if (move) {
                place.delete(item.source().path());
            }
            done = true;
        }
        if (!done) {
            return left;
        }
        long size = Math.max(0, item.source().size());
        setting.tally().events().started(item.path(), size, 0);
        setting.tally().spared(item.path(), size);
        setting.tally().finished(item.path(), size, true);
        if (move) {
            setting.tally().events().removed(item.path());
        }
        return null;
    }

    /// Copies; what a kill leaves of it is in the journal.
    private void copy(Copying copying, Item item) throws IOException {
        AtomicReference<@Nullable FileLog> log = new AtomicReference<>();
        long size = item.source().size();
        try {
            copying.copy(
                    item.source(),
                    path(item),
                    token -> log.set(setting.begun(item, size, Math.max(1, size), token, Proof.SUMS)));
        } finally {
            FileLog begun = log.get();
            if (begun != null) {
                begun.end();
            }
        }
    }

    /// Renames. @return false where that cannot be: a place may span several disks
    private boolean moved(Moving moving, Item item) throws IOException {
        try {
            moving.move(item.source().path(), path(item));
            return true;
        } catch (Refused cannot) {
            return false;
        }
    }

    /// Whether both sides are one file system of this machine, on which a file is moved by renaming. The folder it
    /// goes to is made, without which nobody knows.
    private boolean onOneDisk(Item item) throws IOException {
        Disk from = setting.from().disk();
        Disk to = setting.to().disk();
        if (from == null || to == null) {
            return false;
        }
        Path source = from.file(item.source().path());
        Path folder = to.file(path(item)).getParent();
        String above = path(item);
        int slash = above.lastIndexOf('/');
        setting.destination().makeFolder(slash < 0 ? "" : above.substring(0, slash));
        return folder != null
                && Files.getFileStore(source).equals(Files.getFileStore(folder))
                && !Files.isSymbolicLink(source);
    }

    /// Renames from one place to the other, which lie [#onOneDisk]. @return false where the system will not
    private boolean renamed(Item item) throws IOException {
        Path source =
                Objects.requireNonNull(setting.from().disk()).file(item.source().path());
        Path target = Objects.requireNonNull(setting.to().disk()).file(path(item));
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException otherSystem) {
            return false;
        }
    }

    private void requireUnchanged(Item item) throws IOException {
        Entry now = setting.source().stat(item.source().path());
        if (!now.isFile() || now.size() != item.source().size()) {
            throw new Conflict(setting.job().source().name(item.path()), "changed since it was listed");
        }
    }

    private void backUp(Item item) throws IOException {
        if (item.old() != null) {
            setting.backUp(path(item), item.path());
        }
    }

    private String path(Item item) {
        return setting.job().destination().at(item.path());
    }
}
