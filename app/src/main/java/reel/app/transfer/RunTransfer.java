package reel.app.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.app.Typed;
import reel.app.remote.Locations;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.Transfer;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Keeping;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;
import reel.transfer.job.Transform;

/// Turns a wish into transfers, one for each source, and does them.
public final class RunTransfer {
    private final PlaceSession session;

    public RunTransfer(PlaceSession session) {
        this.session = session;
    }

    /// Is told of each transfer before it begins. @param source with its place, for messages
    @FunctionalInterface
    public interface Begin {
        TransferEvents begin(Endpoint source, Endpoint destination);
    }

    public TransferReport run(TransferWish wish, Begin begin) throws IOException {
        List<Found> sources = new ArrayList<>();
        for (String typed : wish.sources()) {
            sources.add(source(typed, wish));
        }
        requireOwnNames(sources, wish.options().transform());
        Found destination = session.find(wish.destination());
        TransferReport sum = null;
        for (Found source : sources) {
            TransferJob job = job(wish, source, destination, sources.size() > 1);
            TransferReport report = Transfer.run(job, session.memory(), begin.begin(job.source(), job.destination()));
            if (wish.mode() == Mode.MOVE && !wish.options().dryRun() && source.isFolder() && report.clean()) {
                leave(job.source());
            }
            sum = sum == null ? report : Reports.sum(sum, report);
        }
        return Objects.requireNonNull(sum);
    }

    /// Several sources arrive side by side: of two with one name, the later would replace the earlier.
    private static void requireOwnNames(List<Found> sources, Transform transform) throws Refused {
        Map<String, Found> names = new HashMap<>();
        for (Found source : sources.size() > 1 ? sources : List.<Found>of()) {
            Found other = names.putIfAbsent(transformed(source, nameOf(source), transform), source);
            if (other != null) {
                throw new Refused(
                        source.endpoint().toString(),
                        "would arrive under the same name as " + other.endpoint(),
                        "Send them one at a time, to destinations of their own.");
            }
        }
    }

    /// Removes the folder that everything was moved out of; one that filters left something in stays.
    private static void leave(Endpoint folder) throws IOException {
        if (!folder.path().isEmpty()) {
            try {
                folder.place().deleteEmptied(folder.path());
            } catch (Refused notEmpty) {
                // What is left in it was not to be moved.
            }
        }
    }

    /// Deletes what `selection` takes of files or trees.
    ///
    /// @param recursive whether a folder may be meant; else it is [Refused], before anything is deleted
    public TransferReport delete(
            List<String> typed, Selection selection, boolean recursive, boolean dryRun, Begin begin)
            throws IOException {
        List<Endpoint> all = new ArrayList<>();
        for (String place : typed) {
            all.add(deletable(place, recursive));
        }
        TransferReport sum = null;
        for (Endpoint what : all) {
            TransferReport report = Transfer.delete(what, selection, dryRun, begin.begin(what, what));
            sum = sum == null ? report : Reports.sum(sum, report);
        }
        return Objects.requireNonNull(sum);
    }

    private Endpoint deletable(String typed, boolean recursive) throws IOException {
        Found found = session.requireItself(typed);
        if (found.isFolder() && !recursive) {
            throw new Refused(
                    found.endpoint().toString(), "is a folder", "Add --recursive to delete it and all below it.");
        }
        if (found.spot().isLocal() && found.location().path().equals("/")) {
            throw new Refused("/", "is everything on this machine", "Name what to delete.");
        }
        return removable(found);
    }

    /// With a name in the folder above, so that it can be taken away itself; a remote's root never can.
    private Endpoint removable(Found found) throws IOException {
        String remote = found.spot().remote();
        if (remote != null && session.remotes().require(remote).root().equals(found.location())) {
            return new Endpoint(session.open(found.spot(), found.location()), "");
        }
        return above(found);
    }

    /// What is to be sent: what a link leads to, but the link itself where it is moved.
    private Found source(String typed, TransferWish wish) throws IOException {
        Found found = wish.mode() == Mode.MOVE ? session.itself(typed) : session.find(typed);
        if (!found.isThere()) {
            throw Typed.mayHaveLost(typed)
                    ? new Missing(
                            found.endpoint().toString(),
                            "there is nothing of that name to send; bytes that are no text do not come through a "
                                    + "command line, and names that have them cannot be sent",
                            "Rename it.")
                    : new Missing(
                            found.endpoint().toString(),
                            "there is nothing of that name to send",
                            "Check its spelling.");
        }
        if (found.isFile() && found.spot().folder()) {
            throw new Refused(found.endpoint().toString(), "is a file", "Write it without the slash at its end.");
        }
        return found;
    }

    /// A link that took the place of what it leads to would be all that is left of it.
    private void requireTargetStays(Found link, Location target) throws IOException {
        Found meant;
        try {
            meant = session.find(link.spot().typed());
        } catch (Refused inCircles) {
            return;
        }
        if (meant.isThere()
                && isSameHost(meant.location(), target)
                && meant.location().path().equals(target.path())) {
            throw new Refused(
                    target.toString(),
                    "is what " + link.endpoint() + " leads to, and would be replaced by the link",
                    "Choose another name for the link, or delete it.");
        }
    }

    private TransferJob job(TransferWish wish, Found source, Found destination, boolean several) throws IOException {
        boolean into = several || !source.isFolder() && (destination.spot().folder() || destination.isFolder());
        if (destination.isFile() && (into || source.isFolder())) {
            throw new Refused(
                    destination.endpoint().toString(),
                    "is a file, and what is sent needs a folder",
                    "Name a folder, or remove the file.");
        }
        String name = into ? transformed(source, nameOf(source), wish.options().transform()) : "";
        Location target = into ? Locations.below(destination.location(), name) : destination.location();
        if (source.isLink()) {
            requireTargetStays(source, target);
        }
        Endpoint from = wish.mode() == Mode.MOVE ? removable(source) : source.endpoint();
        Endpoint to;
        TransferOptions options = wish.options();
        Location common = wish.mode() == Mode.CHECK ? null : shared(source, destination, target, wish.mode());
        if (wish.backup() != null) {
            Location folder = backup(wish.backup(), destination);
            // Each of several folders has names of its own there, as it has at the destination.
            Location backup = into && source.isFolder() ? Locations.below(folder, name) : folder;
            Location root = common(target, backup);
            Place place = session.open(destination.spot(), root);
            to = new Endpoint(place, relative(root, target));
            Keeping keeping = options.keeping();
            options = options.with(
                    new Keeping(keeping.metadata(), relative(root, backup), keeping.durable(), keeping.verify()));
        } else if (common != null) {
            Place place = session.open(destination.spot(), common);
            from = new Endpoint(place, relative(common, source.location()));
            to = new Endpoint(place, relative(common, target));
        } else {
            Endpoint there = destination.isFolder() ? destination.endpoint() : above(destination);
            to = new Endpoint(there.place(), there.at(name));
        }
        return new TransferJob(wish.mode(), from, to, options);
    }

    /// What a file that goes into a folder is called there; the files of a folder the engine names.
    private static String transformed(Found source, String name, Transform transform) throws Refused {
        if (!source.isFile()) {
            return name;
        }
        String suffix = Transform.suffix();
        return switch (transform) {
            case Transform.None none -> name;
            case Transform.Pack pack -> name + suffix;
            case Transform.Unpack unpack -> {
                if (!name.endsWith(suffix) || name.equals(suffix)) {
                    throw new Refused(
                            source.endpoint().toString(),
                            "is no container: its name does not end with " + suffix,
                            "If it is one, say the name that it gets: copy --decrypt " + name + " new-name.");
                }
                yield name.substring(0, name.length() - suffix.length());
            }
        };
    }

    private static String nameOf(Found source) throws Refused {
        String typed = source.spot().folder() ? "" : source.spot().name();
        String path = source.location().path();
        String name = typed.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : typed;
        if (name.isEmpty() || name.equals("~") && !source.spot().isLocal()) {
            throw new Refused(
                    source.endpoint().toString(),
                    "has no name of its own to arrive under",
                    "Send it alone, to a destination that says the name.");
        }
        return name;
    }

    /// The folder above both, where both sides are one server's, so that it can rename and copy by itself; null
    /// where they are not, or where each side is served best on its own.
    private static @Nullable Location shared(Found source, Found destination, Location target, Mode mode)
            throws Refused {
        Location from = source.location();
        boolean local = source.spot().isLocal();
        if (!isSameHost(from, target) || local && mode != Mode.MOVE || from.query() != null) {
            return null;
        }
        Location common = common(from, target);
        return source.spot().options().equals(destination.spot().options()) ? common : null;
    }

    private static boolean isSameHost(Location a, Location b) {
        return a.scheme().equals(b.scheme())
                && a.host().equalsIgnoreCase(b.host())
                && a.port() == b.port()
                && java.util.Objects.equals(a.user(), b.user());
    }

    private Location backup(String typed, Found destination) throws IOException {
        Found found = session.find(typed);
        if (!isSameHost(found.location(), destination.location())) {
            throw new Refused(
                    "the backup folder " + found.endpoint(),
                    "is not at the same host as the destination " + destination.endpoint(),
                    "Name one beside the destination.");
        }
        return found.location();
    }

    /// The nearest folder that both lie in, neither of them itself.
    static Location common(Location a, Location b) throws Refused {
        String[] one = a.path().split("/", -1);
        String[] two = b.path().split("/", -1);
        int same = 0;
        while (same < Math.min(one.length, two.length) - 1 && one[same].equals(two[same])) {
            same++;
        }
        String path = String.join("/", java.util.Arrays.copyOf(one, same));
        if (path.isEmpty() && (Locations.isFromHome(a) || Locations.isFromHome(b))) {
            throw new Refused(
                    a + " and " + b,
                    "are not below one folder that both name",
                    "Write both from the home folder (/~/…), or both from the root.");
        }
        return a.at(path.isEmpty() ? "/" : path);
    }

    private static String relative(Location root, Location below) {
        String base = root.path().equals("/") ? "" : root.path();
        return below.path().isEmpty() ? "" : below.path().substring(base.length() + 1);
    }

    /// What is not there, or is a file, by its name in the folder above.
    private Endpoint above(Found found) throws IOException {
        String path = found.location().path();
        if (!found.endpoint().path().isEmpty() || path.length() <= 1) {
            return found.endpoint();
        }
        Place place = session.open(found.spot(), Finder.parent(found.location()));
        return new Endpoint(place, path.substring(path.lastIndexOf('/') + 1));
    }
}
