package reel.transfer.discover;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Walking;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Links;
import reel.transfer.job.TransferJob;

/// Walks the trees of both sides at once, in the order of the destination's names, and tells a [Plan] what is to
/// be done. Memory is bounded by the largest folders on the way down and what is read ahead.
public final class Discovery {
    private final TransferJob job;
    private final Plan plan;
    private final int checkers;

    private Discovery(TransferJob job, Plan plan) {
        this.job = job;
        this.plan = plan;
        this.checkers = job.options().effort().checkers();
    }

    /// Compares everything. A source that is not there or cannot be listed at all is an error; what is wrong with
    /// a part of it is told to the plan.
    public static void run(TransferJob job, Plan plan) throws IOException {
        new Discovery(job, plan).run();
    }

    private void run() throws IOException {
        Decider decider = new Decider(job, plan);
        if (job.options().selection().only() != null) {
            ListedFiles.run(job, plan, decider);
            return;
        }
        Entry root = root();
        Entry there = there();
        if (!root.isFolder()) {
            single(root, there, decider);
            return;
        }
        if (there != null && !there.isFolder()) {
            throw new Refused(
                    job.destination().toString(), "is no folder, and the source is one", "Choose another destination.");
        }
        Side from = side(job.source(), Naming.source(job.options().transform()), true);
        Side to = side(job.destination(), Naming.destination(job.options().transform()), false);
        try (Cursor source = source(from);
                Cursor destination = destination(to, source, there != null)) {
            new Merge(job, plan, decider, source, destination).run(root, there);
        }
    }

    private void single(Entry file, @Nullable Entry there, Decider decider) throws IOException {
        if (there != null && there.isFolder()) {
            throw new Refused(
                    job.destination().toString(),
                    "is a folder, and the source is a file",
                    "Name the file that it becomes.");
        }
        decider.decide("", file, there);
    }

    private Side side(Endpoint at, Naming naming, boolean source) {
        Side.Trouble trouble = (path, why, listed) -> {
            if (!listed) {
                plan.incomplete();
            }
            plan.failed(path, why);
        };
        return new Side(
                at,
                job.destination().place().traits().names(),
                naming,
                job.options().selection(),
                source ? job.options().selection().links() : Links.KEEP,
                source ? trouble : (path, why, listed) -> {});
    }

    private Entry root() throws IOException {
        Endpoint at = job.source();
        try {
            Entry root = look(at);
            boolean follow =
                    root.kind() == Entry.Kind.LINK && job.options().selection().links() == Links.FOLLOW;
            return follow ? LinkReader.follow(at.place(), root) : root;
        } catch (Missing missing) {
            if (at.path().isEmpty() && !at.place().traits().folders()) {
                return Entry.folder("", null, Meta.NONE);
            }
            throw missing;
        }
    }

    private @Nullable Entry there() throws IOException {
        try {
            return look(job.destination());
        } catch (Missing missing) {
            return null;
        }
    }

    private Entry look(Endpoint at) throws IOException {
        long begun = System.nanoTime();
        try {
            Entry there = at.place().stat(at.path());
            answered(at, begun);
            return there;
        } catch (Missing missing) {
            // That it is not there is an answer too.
            answered(at, begun);
            throw missing;
        }
    }

    private void answered(Endpoint at, long begun) {
        if (at.place().traits().disk() == null) {
            plan.answered(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /// Walked at once only where names are compared as they are and nothing is read through links.
    private static @Nullable Walking walking(Side side) {
        Walking walking = side.at().place().traits().walking();
        boolean plain = !side.names().foldsCase()
                && side.links() != Links.FOLLOW
                && side.naming() != Naming.TO_PACK
                && side.naming() != Naming.TO_UNPACK;
        return plain ? walking : null;
    }

    private Cursor source(Side side) throws IOException {
        Walking walking = walking(side);
        return walking != null
                ? WalkingCursor.open(side, walking, false)
                : ListingCursor.open(side, checkers, key -> true);
    }

    private Cursor destination(Side side, Cursor source, boolean there) throws IOException {
        Walking walking = walking(side);
        if (walking != null) {
            return WalkingCursor.open(side, walking, true);
        }
        if (!there) {
            return ListingCursor.empty(side);
        }
        return source instanceof ListingCursor listing
                ? ListingCursor.open(side, checkers, listing::knows)
                : ListingCursor.open(side, checkers, key -> false);
    }
}
