package reel.transfer.discover;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.NameRules;
import reel.stream.Conflict;
import reel.stream.Refused;
import reel.transfer.job.Difference;
import reel.transfer.job.Links;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferJob;

/// Decides what is to be done for one path that is no folder.
final class Decider {
    private final TransferJob job;
    private final Plan plan;
    private final NameRules names;
    private final Sameness sameness;
    private final boolean check;

    Decider(TransferJob job, Plan plan) {
        this.job = job;
        this.plan = plan;
        this.names = job.destination().place().traits().names();
        this.check = job.mode() == Mode.CHECK;
        this.sameness = Sameness.of(job);
    }

    Sameness sameness() {
        return sameness;
    }

    Selection selection() {
        return job.options().selection();
    }

    /// Whether the destination can hold `path`; where not, that is told.
    boolean holds(String path) {
        String whole = job.destination().at(path);
        String problem = whole.isEmpty() ? null : names.problem(whole);
        if (problem == null) {
            return true;
        }
        plan.failed(
                path,
                new Refused(
                        job.source().name(path),
                        problem + ", which " + job.destination() + " cannot hold",
                        "Rename it at the source, or leave it out with a filter."));
        return false;
    }

    /// Tells the plan. @return whether something is going to be written at the destination
    boolean decide(String path, Entry source, @Nullable Entry old) throws IOException {
        Item item = new Item(path, source, old, false);
        if (!holds(path)) {
            return false;
        }
        return switch (source.kind()) {
            case FILE -> selection().takes(source.size(), source.modified()) && file(item);
            case LINK -> link(item);
            case OTHER -> other(item);
            case FOLDER -> throw new IllegalArgumentException(path + " is a folder");
        };
    }

    private boolean file(Item item) throws IOException {
        Entry old = item.old();
        if (isLeftAlone(old)) {
            return skipped(item, Skip.EXISTS);
        }
        if (isSpecial(old)) {
            return kept(item);
        }
        if (old == null) {
            return check ? differs(item, Difference.MISSING) : send(item);
        }
        if (old.isFolder()) {
            return clash(item, old);
        }
        if (!old.isFile()) {
            return check ? differs(item, Difference.KIND) : send(item);
        }
        return switch (sameness.of(item.source(), old)) {
            case SAME -> same(item);
            case OLDER -> skipped(item, Skip.OLDER);
            case EXISTS -> skipped(item, Skip.EXISTS);
            case UNKNOWN -> {
                plan.send(new Item(item.path(), item.source(), old, true));
                yield !check;
            }
            case SIZE -> check ? differs(item, Difference.SIZE) : send(item);
            case TIME -> check ? differs(item, Difference.TIME) : send(item);
            case CHANGED -> check ? differs(item, Difference.CONTENT) : send(item);
        };
    }

    private boolean link(Item item) throws IOException {
        Entry old = item.old();
        if (selection().links() == Links.SKIP) {
            return skipped(item, Skip.LINK);
        }
        if (isLeftAlone(old)) {
            return skipped(item, Skip.EXISTS);
        }
        if (old != null && old.isFolder()) {
            return clash(item, old);
        }
        if (isSpecial(old)) {
            return kept(item);
        }
        String target = item.source().meta().linkTarget();
        if (old != null && old.kind() == Entry.Kind.LINK) {
            if (target != null && target.equals(old.meta().linkTarget())) {
                return same(item);
            }
            return check ? differs(item, Difference.CONTENT) : send(item);
        }
        if (check) {
            return differs(item, old == null ? Difference.MISSING : Difference.KIND);
        }
        return send(item);
    }

    /// Whether what is there stays whatever it is; a folder is told, since nothing can arrive under its name.
    private boolean isLeftAlone(@Nullable Entry old) {
        return old != null && !old.isFolder() && job.options().comparison().ignoreExisting();
    }

    private static boolean isSpecial(@Nullable Entry old) {
        return old != null && old.kind() == Entry.Kind.OTHER;
    }

    /// A device, a pipe or a socket at the destination is not replaced by what merely has its name.
    private boolean kept(Item item) {
        if (check) {
            return differs(item, Difference.KIND);
        }
        plan.failed(
                item.path(),
                new Refused(
                        job.destination().name(item.path()),
                        "is a device, a pipe or a socket, which no file replaces",
                        "Choose another destination, or remove it."));
        return false;
    }

    /// A device is no file; what has not even a time is a name that the place could not tell as text.
    private boolean other(Item item) {
        if (!item.source().isUnnamed()) {
            return skipped(item, Skip.SPECIAL);
        }
        plan.failed(
                item.path(),
                new Refused(
                        job.source().name(item.path()),
                        "has a name that is no text, so that it cannot be named elsewhere",
                        "Rename it at the source."));
        return false;
    }

    private boolean clash(Item item, Entry there) throws IOException {
        if (check) {
            return differs(item, Difference.KIND);
        }
        if (plan.clash(item.path(), there, clash(job, item.path(), false))) {
            return send(new Item(item.path(), item.source(), null, false));
        }
        return false;
    }

    /// @param folder whether the source has the folder
    static IOException clash(TransferJob job, String path, boolean folder) {
        return new Conflict(
                job.destination().name(path),
                folder
                        ? "is no folder, and the source has a folder of that name"
                        : "is a folder, and the source has a file of that name",
                job.mode() == Mode.COPY
                        ? "Remove or rename one of them; a sync that deletes would replace it."
                        : "Remove or rename one of them.");
    }

    private boolean same(Item item) throws IOException {
        plan.same(item);
        return false;
    }

    private boolean skipped(Item item, Skip why) {
        plan.skipped(item, why);
        return false;
    }

    private boolean differs(Item item, Difference how) {
        plan.different(item.path(), how);
        return false;
    }

    private boolean send(Item item) throws IOException {
        plan.send(item);
        return true;
    }
}
