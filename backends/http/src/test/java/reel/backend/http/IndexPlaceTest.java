package reel.backend.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Place;
import reel.backend.place.PlaceReadingContract;
import reel.testkit.NeedsProgram;

/// What the contract says of reading, kept by the index pages of a real nginx.
@NeedsProgram("nginx")
@Timeout(120)
final class IndexPlaceTest extends PlaceReadingContract {
    @TempDir
    static Path home = Path.of("unset");

    private static Nginx server;

    private String folder = "";

    @BeforeAll
    static void start() throws IOException {
        server = Nginx.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Place open() throws IOException {
        folder = UUID.randomUUID().toString();
        Files.createDirectories(server.www().resolve(folder));
        return openAgain();
    }

    @Override
    protected Place openAgain() throws IOException {
        return server.open("http", "/" + folder);
    }

    @Override
    protected void put(String path, byte[] bytes) throws IOException {
        Path file = server.www().resolve(folder).resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Override
    protected void remove(String path) throws IOException {
        Files.delete(server.www().resolve(folder).resolve(path));
    }

    /// nginx tells none.
    @Override
    protected boolean listsDotNames() {
        return false;
    }

    @Override
    protected void putMany(List<String> paths) throws IOException {
        for (String path : paths) {
            put(path, new byte[] {'x'});
        }
    }
}
