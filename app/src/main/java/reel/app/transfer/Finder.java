package reel.app.transfer;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.app.remote.Locations;
import reel.app.remote.Spot;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.job.Endpoint;

/// Opens the place of a word of the command line and looks what lies there.
///
/// A place is opened at the folder above what is named, so that a file has a name in it and one connection does
/// for both; web addresses are opened as they are, since only they themselves are known to be there. A link that
/// was named is followed, as `cp` does with its arguments.
final class Finder {
    private static final int MOST_LINKS = 16;
    private static final Set<String> WEB = Set.of("http", "https", "dav", "davs", "webdav", "webdavs");
    private static final Set<String> CONTAINERS = Set.of("az", "azure");

    private final PlaceSession session;

    Finder(PlaceSession session) {
        this.session = session;
    }

    Found find(Spot spot) throws IOException {
        if (spot.isLocal()) {
            return local(spot);
        }
        Location where = spot.location();
        if (isTop(where) || WEB.contains(where.scheme())) {
            Place place = session.open(spot, where);
            return new Found(spot, where, new Endpoint(place, ""), stat(place, ""));
        }
        for (int links = 0; ; links++) {
            Location root = parent(where);
            Place place = session.open(spot, root);
            String name = where.path().substring(where.path().lastIndexOf('/') + 1);
            Entry entry = stat(place, name);
            if (entry == null || entry.kind() != Entry.Kind.LINK) {
                return new Found(spot, where, new Endpoint(place, name), entry);
            }
            if (links == MOST_LINKS) {
                throw new Refused(spot.typed(), "is a link that leads through too many others", "Name its target.");
            }
            where = follow(where, entry);
        }
    }

    /// What was named, be it a link, which is not followed unless it is written as a folder.
    Found itself(Spot spot) throws IOException {
        Location where = spot.location();
        if (spot.folder() || isTop(where) || WEB.contains(where.scheme())) {
            return find(spot);
        }
        if (spot.isLocal()) {
            Path link = Path.of(where.path()).toAbsolutePath();
            Path parent = link.getParent();
            if (parent == null || !Files.isSymbolicLink(link)) {
                return find(spot);
            }
            where = Location.local(
                    parent.toRealPath().resolve(link.getFileName()).toString());
        }
        Place place = session.open(spot, parent(where));
        String name = where.path().substring(where.path().lastIndexOf('/') + 1);
        Entry entry = stat(place, name);
        return entry != null && entry.kind() == Entry.Kind.LINK
                ? new Found(spot, where, new Endpoint(place, name), entry)
                : find(spot);
    }

    private Found local(Spot spot) throws IOException {
        Path real;
        try {
            real = real(Path.of(spot.location().path()));
        } catch (InvalidPathException wrong) {
            throw new Refused(spot.typed(), "is no path: " + wrong.getReason(), null, wrong);
        }
        Path parent = real.getParent();
        boolean folder = parent == null || Files.isDirectory(real);
        Place place = session.open(spot, Location.local((folder || parent == null ? real : parent).toString()));
        String name = folder ? "" : real.getFileName().toString();
        return new Found(spot, Location.local(real.toString()), new Endpoint(place, name), stat(place, name));
    }

    /// The path with its links followed as far as it exists.
    private static Path real(Path path) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                Path real = at.toRealPath();
                for (Path name : missing) {
                    real = real.resolve(name);
                }
                return real.normalize();
            }
            Path name = at.getFileName();
            if (name != null) {
                missing.addFirst(name);
            }
        }
        return path;
    }

    /// Null for nothing; that there is no such host is an error, also for what is to be written.
    private static @Nullable Entry stat(Place place, String path) throws IOException {
        try {
            return place.stat(path);
        } catch (Missing nothing) {
            if (nothing.getCause() instanceof UnknownHostException) {
                throw nothing;
            }
            return null;
        }
    }

    /// Whether nothing lies above it that could be opened: a host, a home folder, a bucket, a container.
    private static boolean isTop(Location where) {
        int slash = where.path().lastIndexOf('/');
        return where.path().length() <= 1
                || (slash == 0 && (CONTAINERS.contains(where.scheme()) || Locations.isFromHome(where)));
    }

    static Location parent(Location where) {
        int slash = where.path().lastIndexOf('/');
        return where.at(slash <= 0 ? "/" : where.path().substring(0, slash));
    }

    private static Location follow(Location link, Entry entry) throws IOException {
        String target = entry.meta().linkTarget();
        if (target == null || target.isEmpty()) {
            throw new Refused(link.toString(), "is a link to a place that is not told", "Name its target.");
        }
        String whole = target.startsWith("/") ? target : parent(link).path() + "/" + target;
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : whole.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> segments.pollLast();
                default -> segments.addLast(segment);
            }
        }
        return link.at("/" + String.join("/", segments));
    }
}
