package reel.backend.place.local;

import java.io.IOException;
import java.util.Set;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;

/// Paths of this machine. Takes no options.
public final class FileProvider implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        for (String option : context.options().keySet()) {
            throw new Refused(option, "is no option of local paths", "Leave it out.");
        }
        if (!where.host().isEmpty() && !where.host().equals("localhost")) {
            throw new Refused(
                    "file://" + where.host() + where.path(),
                    "names another machine, which file:// cannot reach",
                    "Use file:/// and the path, or another scheme.");
        }
        return LocalPlace.open(LocalNames.path(where.path()), context.memory());
    }
}
