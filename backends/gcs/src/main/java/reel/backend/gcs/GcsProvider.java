package reel.backend.gcs;

import java.io.IOException;
import java.util.Set;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;

/// Opens `gs://bucket/prefix`.
public final class GcsProvider implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("gs", "gcs");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        if (where.host().isEmpty()) {
            throw new Refused("gs://", "names no bucket", "Write gs://bucket/folder.");
        }
        if (where.user() != null || where.port() >= 0) {
            throw new Refused(
                    where.toString(),
                    "has a user or a port, which buckets have not",
                    "Give the server as the option endpoint, and keys by the keyring or the environment.");
        }
        return GcsPlace.open(where, context, GcsOptions.of(context.options()));
    }
}
