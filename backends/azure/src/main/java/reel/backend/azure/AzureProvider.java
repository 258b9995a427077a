package reel.backend.azure;

import java.io.IOException;
import java.util.Set;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;

/// Opens `az://account/container/path`.
public final class AzureProvider implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("az", "azure");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        String path = where.path().startsWith("/") ? where.path().substring(1) : where.path();
        int slash = path.indexOf('/');
        String container = slash < 0 ? path : path.substring(0, slash);
        if (where.host().isEmpty() || container.isEmpty()) {
            throw new Refused(where.toString(), "names no container", "Write az://account/container/folder.");
        }
        if (where.user() != null || where.port() >= 0) {
            throw new Refused(
                    where.toString(),
                    "has a user or a port, which accounts have not",
                    "Give the server as the option endpoint, and keys by the keyring or the environment.");
        }
        String below = slash < 0 ? "" : path.substring(slash + 1);
        return AzurePlace.open(where, container, below, context, AzureOptions.of(context.options()));
    }
}
