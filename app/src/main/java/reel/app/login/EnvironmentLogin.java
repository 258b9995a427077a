package reel.app.login;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.app.unlock.SecretFile;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.stream.Refused;

/// Logins from environment variables: `REEL_<REMOTE>_…` before `REEL_<SERVICE>_…`, each also as `…_FILE`, which
/// names a file that only its owner can read.
final class EnvironmentLogin {
    private static final int MAX_SECRET_BYTES = 64 << 10;

    private final Map<String, String> environment;

    EnvironmentLogin(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Null where the environment says nothing. @param remote null where the place has no name
    @Nullable
    Login find(@Nullable String remote, Location where) throws IOException {
        for (String prefix : prefixes(remote, where)) {
            Login login = under(prefix, where);
            if (login != null) {
                return login;
            }
        }
        return null;
    }

    /// What the variables begin with, the nearest first.
    static List<String> prefixes(@Nullable String remote, Location where) {
        List<String> prefixes = new ArrayList<>();
        if (remote != null) {
            prefixes.add("REEL_" + upper(remote));
        }
        prefixes.add("REEL_" + service(where.scheme()));
        return prefixes;
    }

    private static String service(String scheme) {
        return switch (scheme) {
            case "sftp", "ssh" -> "SFTP";
            case "http", "https", "dav", "davs", "webdav", "webdavs" -> "HTTP";
            case "az", "azure" -> "AZ";
            default -> upper(scheme);
        };
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private @Nullable Login under(String prefix, Location where) throws IOException {
        String nobody = environment.getOrDefault(prefix + "_ANONYMOUS", "");
        if (nobody.equals("1") || nobody.equals("true")) {
            return new Login.Anonymous();
        }
        String user = plain(prefix + "_USER");
        String id = secret(prefix + "_ACCESS_KEY");
        if (id != null) {
            String key = secret(prefix + "_SECRET_KEY");
            if (key == null) {
                throw new Refused(
                        prefix + "_ACCESS_KEY",
                        "is set without " + prefix + "_SECRET_KEY",
                        "Set both, or " + prefix + "_SECRET_KEY_FILE.");
            }
            return new Login.AccessKey(id, key, secret(prefix + "_SESSION_TOKEN"));
        }
        String file = plain(prefix + "_SSH_KEY");
        if (file != null) {
            return new Login.SshKey(user, Path.of(file), secret(prefix + "_PASSPHRASE"));
        }
        String key = secret(prefix + "_KEY");
        if (key != null) {
            return new Login.AccessKey(user == null ? where.host() : user, key, null);
        }
        for (String token : List.of("_SAS", "_TOKEN")) {
            String found = secret(prefix + token);
            if (found != null) {
                return new Login.Token(found);
            }
        }
        String password = secret(prefix + "_PASSWORD");
        return password == null ? null : new Login.Password(user, password);
    }

    private @Nullable String plain(String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? null : value;
    }

    private @Nullable String secret(String variable) throws IOException {
        String value = plain(variable);
        String file = plain(variable + "_FILE");
        return value != null || file == null ? value : new String(SecretFile.read(Path.of(file), MAX_SECRET_BYTES));
    }
}
