package reel.backend.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceProvider;
import reel.stream.Missing;
import reel.stream.Refused;

/// Opens places of `sftp://` and `ssh://`, which mean the same: `sftp://user@host:port/path`, where the path is
/// absolute, `/~/` is the home and no path at all as well. Options: [SftpOptions].
///
/// The first connection is made at once, since what a place can do is what its server offers.
public final class SftpPlaces implements PlaceProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("sftp", "ssh");
    }

    @Override
    public Place open(Location where, PlaceContext context) throws IOException {
        if (where.query() != null) {
            throw new Refused(where.toString(), "a location on a server has nothing behind a '?'", "Leave that away.");
        }
        SftpOptions options = SftpOptions.of(context.options());
        Login login = context.logins().known(where);
        boolean asks = !context.logins().equals(Logins.NONE);
        SshCommand command = new SshCommand(where, options, login, asks, context.connect()).checked();
        requireFiles(command);
        Secrets secrets = asks ? new Secrets(command, context.logins()) : null;
        Lines lines = lines(command, secrets, context);
        boolean done = false;
        try {
            Place place = SftpPlace.open(where.toString(), where.path(), lines, lines::close, context.memory());
            done = true;
            return place;
        } finally {
            if (!done) {
                lines.close();
            }
        }
    }

    /// Connections as they are needed; none yet.
    static Lines lines(SshCommand command, @Nullable Secrets secrets, PlaceContext context) {
        int wanted = command.options().connections();
        return new Lines(
                () -> connect(command, secrets, context),
                wanted > 0 ? Math.min(wanted, context.most()) : context.most(),
                wanted > 0);
    }

    private static Sftp connect(SshCommand command, @Nullable Secrets secrets, PlaceContext context)
            throws IOException {
        try {
            SshTube tube = SshTube.start(command, secrets);
            return Sftp.open(tube, command.peer(), context.connect(), context.silence());
        } catch (Refused refused) {
            if (secrets != null) {
                secrets.forget();
            }
            throw refused;
        } catch (Said said) {
            throw said.of(command.peer(), "does not take part in SFTP as it should");
        }
    }

    /// ssh would go on without a key that is not there, and fail with a message that misleads.
    private static void requireFiles(SshCommand command) throws Missing {
        String key = command.login() instanceof Login.SshKey known
                ? known.file().toString()
                : command.options().identity();
        if (key != null && !key.startsWith("~") && key.indexOf('%') < 0 && !Files.isReadable(Path.of(key))) {
            throw new Missing(key, "there is no such key", "Correct the name of the key.");
        }
    }
}
