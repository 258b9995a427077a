package reel.backend.http;

import java.io.IOException;
import java.util.Set;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;

/// Opens web servers, with or without WebDAV.
public final class HttpProvider implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("http", "https", "dav", "davs", "webdav", "webdavs");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        HttpOptions options = HttpOptions.of(where.scheme(), context.options());
        return new HttpPlace(Caller.of(where, context, options), options.webdav());
    }
}
