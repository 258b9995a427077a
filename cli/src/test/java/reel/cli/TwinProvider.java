package reel.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;

/// Places in memory at the command line: `twin://host` is a disk, `bucket://name` an object store, `safe://host` a
/// disk that lets in whoever has [#PASSWORD], `down://host` a host that never answers. Each host is a tree of its
/// own.
public final class TwinProvider implements PlaceProvider {
    static final String PASSWORD = "hunter2-of-the-safe";

    private static final Map<String, MemoryPlace> PLACES = new ConcurrentHashMap<>();

    static MemoryPlace place(String scheme, String host) {
        MemoryShape shape = scheme.equals("bucket") ? MemoryShape.BUCKET : MemoryShape.DISK;
        return PLACES.computeIfAbsent(scheme + host, key -> MemoryPlace.create(shape))
                .again();
    }

    @Override
    public Set<String> schemes() {
        return Set.of("twin", "bucket", "safe", "down");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        for (String option : context.options().keySet()) {
            throw new Refused(option, "is no option of twins", "Leave it out.");
        }
        switch (where.scheme()) {
            case "down" -> throw new Transient(where.host(), "does not answer", null, null);
            case "safe" -> login(where, context);
            default -> {}
        }
        if (where.host().equals("nowhere")) {
            throw new Missing(where.host(), "is no host that anybody knows", "Check its spelling.");
        }
        Place place = place(where.scheme(), where.host());
        String path = where.path().startsWith("/") ? where.path().substring(1) : where.path();
        return path.isEmpty() ? place : new Below(place, path);
    }

    private static void login(Location where, PlaceContext context) throws IOException {
        Login known = context.logins().known(where);
        char[] typed = known == null ? context.logins().ask(where, "password of " + where) : null;
        String password = known instanceof Login.Password had ? had.secret() : typed == null ? "" : new String(typed);
        if (!password.equals(PASSWORD)) {
            throw new Refused(where.toString(), "refused the login", "Keep the right one with `reel remote login`.");
        }
    }
}
