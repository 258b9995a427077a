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
    private static Lines lines;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = SshServer.start(keys);
        lines = server.lines();
    }

    @AfterAll
    static void stop() throws IOException {
        lines.close();
        server.close();
    }

    @Override
    protected Place open() throws IOException {
        return SshServer.over(lines, folder.resolve("not there yet"));
    }

    @Override
    protected Place openAgain() throws IOException {
        return server.open(folder.resolve("not there yet"));
    }
}
