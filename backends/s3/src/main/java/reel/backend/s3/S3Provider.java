package reel.backend.s3;

import java.io.IOException;
import java.util.Set;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Refused;

/// Opens `s3://bucket/prefix`.
public final class S3Provider implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        if (where.host().isEmpty()) {
            throw new Refused("s3://", "names no bucket", "Write s3://bucket/folder.");
        }
        if (where.user() != null || where.port() >= 0) {
            throw new Refused(
                    where.toString(),
                    "has a user or a port, which buckets have not",
                    "Give the server as the option endpoint, and keys by the keyring or the environment.");
        }
        return S3Place.open(where, context, S3Options.of(context.options()));
    }
}
