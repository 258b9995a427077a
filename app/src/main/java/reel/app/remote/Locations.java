package reel.app.remote;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.stream.Missing;
import reel.stream.Refused;

/// Reads what users type for a place.
///
/// - `scheme://…` is an address;
/// - `name:path` is below a remote, whatever lies on the disk, unless a slash stands before the colon;
/// - everything else is a path of this machine, relative to `folder`.
///
/// Nothing is guessed by looking: the same word means the same wherever it is typed.
public final class Locations {
    static final String FILE = "file";

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("([^/:]+):(.*)", Pattern.DOTALL);
    private static final Pattern SCP = Pattern.compile("([A-Za-z0-9_][^/:@\\s]*)@([^/:@\\s]+)");

    /// Schemes whose addresses are web or RFC addresses, where `%20` is a space.
    /// Where no path at all is the user's home folder, and `/` the root of the machine.
    private static final Set<String> HOMES = Set.of("sftp", "ssh");

    private static final Set<String> LITERAL = Set.of("s3", "gs", "az", "azure");

    private final Path folder;
    private final Remotes remotes;

    public Locations(Path folder, Remotes remotes) {
        this.folder = folder;
        this.remotes = remotes;
    }

    /// Whether a word names a place that is no path of this machine: an address, or below a remote that there is.
    public boolean isElsewhere(String typed) {
        Matcher named = NAMED.matcher(typed);
        return URL.matcher(typed).matches() || (named.matches() && remotes.find(named.group(1)) != null);
    }

    public Spot parse(String typed) throws Missing, Refused {
        if (typed.isEmpty()) {
            throw new Refused("''", "names no place", "Write `.` for the folder you are in.");
        }
        Matcher url = URL.matcher(typed);
        if (url.matches()) {
            return address(typed);
        }
        Matcher named = NAMED.matcher(typed);
        if (named.matches() && !DRIVE.matcher(typed).matches()) {
            Spot below = belowRemote(typed, named.group(1), named.group(2));
            if (below != null) {
                return below;
            }
        }
        return local(typed, typed);
    }

    /// An address alone, as remotes keep them.
    static Spot address(String typed) throws Refused {
        Matcher url = URL.matcher(typed);
        if (!url.matches()) {
            throw new Refused(
                    "'" + typed + "'",
                    "is no address of the form scheme://host/path",
                    "For example sftp://user@nas/vol, s3://bucket/folder, https://host/folder/.");
        }
        String scheme = url.group(1).toLowerCase(java.util.Locale.ROOT);
        Address address = Address.read(scheme, url.group(2), !LITERAL.contains(scheme));
        if (scheme.equals(FILE)) {
            if (!address.host().isEmpty() && !address.host().equalsIgnoreCase("localhost")) {
                throw new Refused(
                        address.shown(),
                        "names the host '" + address.host() + "', and file:// is for this machine only",
                        "Write file:///path, or sftp://" + address.host() + "/path for the other machine.");
            }
            Location here = Location.local(address.path().isEmpty() ? "/" : address.path());
            return new Spot(here.path(), here, null, Map.of(), address.folder());
        }
        if (address.host().isEmpty()) {
            throw new Refused(
                    address.shown(), "names no host, bucket or account", "Write " + scheme + "://<host>/<path>.");
        }
        boolean isRoot = HOMES.contains(scheme) && address.path().isEmpty() && address.folder();
        Location there = new Location(
                scheme, address.user(), address.host(), address.port(), isRoot ? "/" : address.path(), address.query());
        return new Spot(there.toString(), there, null, Map.of(), address.folder());
    }

    /// Whether it is a home folder or below one, whose place below the root only the server knows.
    public static boolean isFromHome(Location there) {
        return HOMES.contains(there.scheme())
                && (there.path().isEmpty() || there.path().startsWith("/~"));
    }

    /// @param path below `folder`, with slashes between names and none in front
    public static Location below(Location folder, String path) {
        String base = folder.path().isEmpty() && isFromHome(folder) ? "/~" : folder.path();
        return folder.at(base.endsWith("/") ? base + path : base + "/" + path);
    }

    private @Nullable Spot belowRemote(String typed, String name, String rest) throws Missing, Refused {
        Remote remote = remotes.find(name);
        if (remote != null) {
            return remote.at(typed, rest);
        }
        Matcher scp = SCP.matcher(name);
        if (scp.matches()) {
            throw new Refused(
                    "'" + typed + "'",
                    "is neither an address nor below a remote",
                    "Write sftp://" + name + "/" + stripSlashes(rest) + " for the other machine, or ./" + typed
                            + " for a file of that name.");
        }
        if (!Remote.isName(name)) {
            return null;
        }
        int at = rest.indexOf('@');
        if (at >= 0 && rest.lastIndexOf('/', at) < 0) {
            // What stands before the @ may be a password: nothing of it is said again.
            throw new Refused(
                    "'" + name + ":…'",
                    "is no remote, and looks like a user with a password",
                    "Write sftp://" + name + "@host/path without the password: reel asks for it "
                            + "(or write ./ in front for a file of that name).");
        }
        String example =
                Set.of("sftp", "ssh", "http", "https", "s3", "gs", "az", "file").contains(name)
                        ? "Write " + name + "://" + stripSlashes(rest) + " for the address, "
                        : "Make it with `reel remote add " + name + " sftp://user@host/path`, ";
        throw new Missing(
                "remote '" + name + "'",
                remotes.names().isEmpty()
                        ? "there is no remote yet"
                        : "there is no such remote; there are " + String.join(", ", remotes.names()),
                example + "or write ./" + typed + " for a file of that name.");
    }

    private Spot local(String typed, String path) throws Refused {
        Path here;
        try {
            here = folder.resolve(path);
        } catch (InvalidPathException wrong) {
            throw new Refused("'" + Address.printable(typed) + "'", "is no path: " + wrong.getReason());
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean isFolder = last.isEmpty() || last.equals(".") || last.equals("..");
        return new Spot(typed, Location.local(withoutDots(here)), null, Map.of(), isFolder);
    }

    /// The path without `.`; `..` stays, since what it means behind a link only the system knows.
    private static String withoutDots(Path path) {
        Path clean = path.toAbsolutePath();
        Path root = clean.getRoot();
        Path result = root == null ? Path.of("/") : root;
        for (Path name : clean) {
            if (!name.toString().equals(".")) {
                result = result.resolve(name);
            }
        }
        return result.toString();
    }

    private static String stripSlashes(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return path.substring(start);
    }
}
