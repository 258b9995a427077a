package reel.backend.gcs;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceContract;
import reel.stream.buffer.MemoryBudget;

final class GcsPlaceTest extends PlaceContract {
    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private @Nullable LocalGcs server;

    @Override
    protected Place open() throws IOException {
        server = LocalGcs.start();
        return openAgain();
    }

    @Override
    protected Place openAgain() throws IOException {
        return open(memory, Objects.requireNonNull(server), "/projects/day 1/", new Login.Token(LocalGcs.TOKEN));
    }

    static Place open(MemoryBudget memory, LocalGcs server, String path, @Nullable Login login, String... options)
            throws IOException {
        Map<String, String> all = new java.util.HashMap<>(Map.of("endpoint", server.endpoint()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        Logins logins = new Logins() {
            @Override
            public @Nullable Login known(Location where) {
                return login;
            }

            @Override
            public char @Nullable [] ask(Location where, String what) {
                return null;
            }
        };
        Location where = new Location("gs", null, LocalGcs.BUCKET, -1, path, null);
        return new GcsProvider().open(where, PlaceContext.of(memory, logins, all));
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(server).close();
        memory.close();
    }
}
