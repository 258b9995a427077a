package reel.app.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.app.Caller;
import reel.app.Workspace;
import reel.app.login.PlaceLogins;
import reel.app.plugin.Backends;
import reel.app.remote.Locations;
import reel.app.remote.Remotes;
import reel.app.remote.Spot;
import reel.app.settings.Settings;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;

/// Opens the places of one command and closes them with it: the user's remotes, the backends there are, who to be,
/// the memory the settings allow.
public final class PlaceSession implements AutoCloseable {
    private final Caller caller;
    private final Remotes remotes;
    private final Locations locations;
    private final Backends backends;
    private final MemoryBudget memory;
    private final Layers layers;
    private final Map<Tree, Place> opened = new LinkedHashMap<>();

    private PlaceSession(Caller caller, Remotes remotes, Backends backends, MemoryBudget memory, Layers layers) {
        this.caller = caller;
        this.remotes = remotes;
        this.locations = new Locations(caller.folder(), remotes);
        this.backends = backends;
        this.memory = memory;
        this.layers = layers;
    }

    public static PlaceSession open(Caller caller) throws IOException {
        return open(caller, Layers.DEFAULT);
    }

    /// @param layers around every place that is opened
    public static PlaceSession open(Caller caller, Layers layers) throws IOException {
        Path root = Workspace.find(caller.folder());
        Settings settings =
                Settings.load(caller.environment(), caller.home(), root == null ? null : Workspace.configFile(root));
        return new PlaceSession(
                caller,
                Remotes.load(caller.environment(), caller.home()),
                Backends.of(caller.environment(), caller.home()),
                MemoryBudget.of(settings.memory(caller.memory()).bufferBytes()),
                layers);
    }

    public Remotes remotes() {
        return remotes;
    }

    public Locations locations() {
        return locations;
    }

    public Backends backends() {
        return backends;
    }

    public MemoryBudget memory() {
        return memory;
    }

    public Caller caller() {
        return caller;
    }

    /// What lies where `typed` points to; [Missing] for nothing.
    public Found require(String typed) throws IOException {
        return there(find(typed));
    }

    /// What `typed` names, a link itself and not what it leads to; [Missing] for nothing.
    public Found requireItself(String typed) throws IOException {
        return there(itself(typed));
    }

    private static Found there(Found found) throws Missing {
        if (!found.isThere()) {
            throw new Missing(found.endpoint().toString(), "there is nothing of that name", "Check its spelling.");
        }
        return found;
    }

    /// What lies where `typed` points to, which may be nothing.
    public Found find(String typed) throws IOException {
        return new Finder(this).find(locations.parse(typed));
    }

    /// The same without following a link, unless it is written with a slash at its end.
    public Found itself(String typed) throws IOException {
        return new Finder(this).itself(locations.parse(typed));
    }

    /// The logins of a place.
    public PlaceLogins logins(Spot spot) {
        return new PlaceLogins(spot.remote(), spot.location(), spot.options(), caller.secrets());
    }

    /// Opens the tree at `root`, a folder of the place that `spot` points into, or answers the one that was opened
    /// for the same before: a connection is worth more than a second one. It is closed with this session.
    public Place open(Spot spot, Location root) throws IOException {
        Map<String, String> options = spot.options();
        Tree tree = new Tree(root, spot.remote(), options);
        synchronized (opened) {
            Place known = opened.get(tree);
            if (known != null) {
                return known;
            }
            PlaceContext context = PlaceContext.of(memory, logins(spot), options);
            Place place = layers.around(backends.open(root, context), spot.isLocal());
            opened.put(tree, place);
            return place;
        }
    }

    /// What makes two opened trees the same: where, and as whom.
    private record Tree(Location root, @Nullable String remote, Map<String, String> options) {}

    /// Closes everything that was opened, each whatever happens to the others.
    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        synchronized (opened) {
            for (Place place : List.copyOf(opened.values()).reversed()) {
                try {
                    place.close();
                } catch (IOException failure) {
                    first = first == null ? failure : first;
                }
            }
            opened.clear();
        }
        memory.close();
        if (first != null) {
            throw first;
        }
    }
}
