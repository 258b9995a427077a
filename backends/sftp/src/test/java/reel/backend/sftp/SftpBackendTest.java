package reel.backend.sftp;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.place.PlaceBackend;
import reel.testkit.NeedsProgram;

/// The contract of repositories, kept on a real OpenSSH server.
@NeedsProgram({"sshd", "ssh", "ssh-keygen"})
final class SftpBackendTest extends BackendContract {
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
    protected Backend create() throws IOException {
        return PlaceBackend.over(SshServer.over(lines, folder.resolve("repo")));
    }

    @Override
    protected boolean maps() {
        return false;
    }

    @Override
    protected boolean locks() {
        return false;
    }
}
