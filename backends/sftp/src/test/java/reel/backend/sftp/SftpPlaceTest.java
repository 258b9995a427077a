package reel.backend.sftp;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.testkit.NeedsProgram;

/// The contract, kept against a real OpenSSH server.
@NeedsProgram({"sshd", "ssh", "ssh-keygen"})
final class SftpPlaceTest extends PlaceContract {
    @TempDir
    static Path keys;

    private static SshServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = SshServer.start(keys);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected Place open() throws IOException {
        return openAgain();
    }

    @Override
    protected Place openAgain() throws IOException {
        return server.open(folder.resolve("not there yet"));
    }
}
