package reel.backend.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.testkit.NeedsProgram;

/// The contract, kept by WebDAV against a real nginx.
@NeedsProgram("nginx")
@Timeout(120)
final class DavPlaceTest {
    @TempDir
    static Path home = Path.of("unset");

    private static Nginx server;

    @BeforeAll
    static void start() throws IOException {
        server = Nginx.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private abstract static class OverDav extends PlaceContract {
        private final String scheme;
        private String folder = "";

        OverDav(String scheme) {
            this.scheme = scheme;
        }

        @Override
        protected Place open() throws IOException {
            folder = "dav/" + UUID.randomUUID() + "/not there yet";
            return openAgain();
        }

        @Override
        protected Place openAgain() throws IOException {
            return server.open(scheme, "/" + folder);
        }

        /// nginx tells none.
        @Override
        protected boolean listsDotNames() {
            return false;
        }

        @Override
        protected void putMany(List<String> paths) throws IOException {
            for (String path : paths) {
                Path file = server.www().resolve(folder).resolve(path);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "x");
            }
        }
    }

    @Nested
    final class AsDav extends OverDav {
        AsDav() {
            super("dav");
        }
    }

    @Nested
    final class FoundToSpeakDav extends OverDav {
        FoundToSpeakDav() {
            super("http");
        }
    }
}
