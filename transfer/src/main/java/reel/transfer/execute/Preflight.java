package reel.transfer.execute;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Disk;
import reel.backend.place.PlaceTraits;
import reel.stream.Refused;
import reel.transfer.job.Comparison;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Links;
import reel.transfer.job.Mode;
import reel.transfer.job.TransferJob;
import reel.transfer.job.Transform;

/// What is wrong with a transfer before anything is read or written.
final class Preflight {
    private Preflight() {}

    static void check(TransferJob job) throws IOException {
        overlap(job);
        abilities(job);
        combinations(job);
    }

    private static void overlap(TransferJob job) throws Refused {
        Endpoint source = job.source();
        Endpoint destination = job.destination();
        boolean within = isWithin(source, destination);
        boolean around = isWithin(destination, source);
        if (within && around) {
            throw new Refused(source.toString(), "is both source and destination", "Name two different paths.");
        }
        if (within && job.mode() != Mode.CHECK) {
            throw new Refused(
                    destination.toString(), "lies inside the source " + source, "Choose a destination outside of it.");
        }
        if (around && (job.mode() == Mode.SYNC || job.mode() == Mode.MOVE)) {
            throw new Refused(
                    source.toString(),
                    "lies inside the destination " + destination + ", which would delete it",
                    "Copy instead, or choose another destination.");
        }
    }

    /// Whether `inner` is `outer` or lies below it.
    private static boolean isWithin(Endpoint outer, Endpoint inner) {
        if (outer.place() == inner.place()) {
            return isBelow(outer.path(), inner.path());
        }
        Path here = real(outer);
        Path there = real(inner);
        if (here != null && there != null) {
            return there.startsWith(here);
        }
        return here == null && there == null && !isAnonymous(outer) && isBelow(outer.toString(), inner.toString());
    }

    /// A place in memory has no name that tells it from another.
    private static boolean isAnonymous(Endpoint endpoint) {
        return !endpoint.place().traits().name().contains("/");
    }

    private static boolean isBelow(String outer, String inner) {
        String folder = outer.isEmpty() || outer.endsWith("/") ? outer : outer + "/";
        return inner.equals(outer) || inner.startsWith(folder);
    }

    /// The file of this machine with all links on the way resolved, as far as it is there; null elsewhere.
    static @Nullable Path real(Endpoint endpoint) {
        Disk disk = endpoint.place().traits().disk();
        if (disk == null) {
            return null;
        }
        try {
            return real(disk.file(endpoint.path()));
        } catch (IOException outside) {
            return null;
        }
    }

    /// With all links on the way resolved, as far as it is there.
    static Path real(Path path) {
        Path file = path.toAbsolutePath().normalize();
        for (Path at = file; at != null; at = at.getParent()) {
            try {
                return at.toRealPath().resolve(at.relativize(file)).normalize();
            } catch (IOException notThere) {
                continue;
            }
        }
        return file;
    }

    private static void abilities(TransferJob job) throws Refused {
        PlaceTraits to = job.destination().place().traits();
        String backup = job.options().keeping().backup();
        if (backup == null || job.mode() == Mode.CHECK) {
            return;
        }
        if (to.moving() == null && to.copying() == null) {
            throw new Refused(
                    "a backup folder", "needs a destination that can rename, and " + to.name() + " cannot", null);
        }
        Endpoint kept = new Endpoint(job.destination().place(), backup);
        requireApart(kept, job.destination(), "destination", "Choose one beside it, in the same place.");
        requireApart(
                kept,
                job.source(),
                "source",
                "Choose one beside it, or old versions would come among the new ones and over them.");
    }

    /// What is put into the backup folder has the names of the destination's files, so none of them may be there.
    private static void requireApart(Endpoint backup, Endpoint side, String word, String hint) throws Refused {
        boolean within = isWithin(side, backup);
        if (within || isWithin(backup, side)) {
            throw new Refused(
                    "the backup folder " + backup,
                    (within ? "lies inside the " : "holds the ") + word + " " + side,
                    hint);
        }
    }

    private static void combinations(TransferJob job) throws Refused {
        if (job.mode() == Mode.SYNC && job.options().selection().only() != null) {
            throw new Refused(
                    "a list of files", "says nothing of what to delete", "Copy them, or sync the whole tree.");
        }
        if (job.mode() == Mode.MOVE && job.options().selection().links() == Links.FOLLOW) {
            throw new Refused(
                    "a move that follows links",
                    "would take away what they lead to, which may be anybody's",
                    "Copy with links followed, then delete the source; or move the links themselves.");
        }
        boolean plain = job.options().transform() instanceof Transform.None;
        if (!plain && job.options().comparison().rule() == Comparison.Rule.SIZE) {
            throw new Refused(
                    "comparing by size",
                    "says nothing of containers",
                    job.mode() == Mode.CHECK
                            ? "Leave --size-only out: what they hold is compared."
                            : "Compare by time, or send everything.");
        }
    }
}
