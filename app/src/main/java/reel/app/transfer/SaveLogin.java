package reel.app.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.app.login.PlaceLogins;
import reel.app.remote.Spot;
import reel.app.unlock.SecretFile;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.stream.Refused;

/// Asks for the secret of a place, or takes it from a file, and keeps it in the keyring.
public final class SaveLogin {
    private static final int MAX_SECRET_BYTES = 3 << 10;

    private final @Nullable String kind;
    private final @Nullable String user;
    private final @Nullable Path file;

    /// @param kind `password`, `token`, `access-key` or `account-key`; null for the one that the scheme usually
    ///             takes
    /// @param user or the id of an access key; null where the address says it, or it is asked
    /// @param file with the secret; null to ask
    public SaveLogin(@Nullable String kind, @Nullable String user, @Nullable Path file) {
        this.kind = kind;
        this.user = user;
        this.file = file;
    }

    public void run(PlaceSession session, String typed) throws IOException {
        Spot spot = session.locations().parse(typed);
        Location where = spot.location();
        PlaceLogins logins = session.logins(spot);
        String asked = kind == null ? usual(where.scheme()) : kind;
        Login login = switch (asked) {
            case "password" -> new Login.Password(user, secret(logins, where, "password of " + where));
            case "token" -> new Login.Token(secret(logins, where, "token for " + where));
            case "access-key" -> {
                String id = user != null ? user : typed(logins, where, "access key id for " + where);
                yield new Login.AccessKey(id, secret(logins, where, "secret access key for " + where), null);
            }
            case "account-key" ->
                new Login.AccessKey(
                        user == null ? where.host() : user, secret(logins, where, "account key for " + where), null);
            default ->
                throw new Refused(
                        "login '" + asked + "'",
                        "is no kind of login",
                        "Use --as password, token, access-key or account-key.");
        };
        logins.keep(login);
    }

    private static String usual(String scheme) {
        return switch (scheme) {
            case "s3" -> "access-key";
            case "az", "azure" -> "account-key";
            case "gs" -> "token";
            default -> "password";
        };
    }

    private String secret(PlaceLogins logins, Location where, String what) throws IOException {
        if (file == null) {
            return typed(logins, where, what);
        }
        char[] text = SecretFile.read(file, MAX_SECRET_BYTES);
        try {
            return new String(text);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private static String typed(PlaceLogins logins, Location where, String what) throws IOException {
        char[] typed = logins.ask(where, what);
        if (typed == null) {
            throw new Refused(what, "is needed, and there is no terminal to ask on", "Name a file with --secret-file.");
        }
        try {
            if (typed.length == 0) {
                throw new Refused(what, "is empty", "Nothing was kept; try again.");
            }
            return new String(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
