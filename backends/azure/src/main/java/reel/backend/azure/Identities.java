package reel.backend.azure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.PlaceContext;
import reel.stream.Refused;

/// Finds out who calls: the option for a key's file, the keyring or the environment of reel, the variables that
/// Azure's own tools read, and at last the user's login with `az`.
final class Identities {
    /// Of OAuth tokens: `az` gives them for about an hour, and asking costs a second.
    private static final Duration KEPT = Duration.ofMinutes(5);

    /// More than any key.
    private static final int MOST_KEY_BYTES = 4096;

    private final Location where;
    private final PlaceContext context;
    private final AzureOptions options;
    private final Map<String, String> environment;
    private @Nullable Identity known;
    private long until;

    Identities(Location where, PlaceContext context, AzureOptions options, Map<String, String> environment) {
        this.where = where;
        this.context = context;
        this.options = options;
        this.environment = environment;
    }

    synchronized Identity identity() throws IOException {
        @Nullable Identity before = known;
        boolean old = before instanceof Identity.Bearer && System.nanoTime() - until > 0;
        if (before != null && !old) {
            return before;
        }
        Identity found = find();
        known = found;
        until = System.nanoTime() + KEPT.toNanos();
        return found;
    }

    private Identity find() throws IOException {
        if (options.anonymous()) {
            return new Identity.Nobody();
        }
        if (options.keyFile() != null) {
            return fromFile(Path.of(options.keyFile()));
        }
        @Nullable Login login = context.logins().known(where);
        return switch (login) {
            case null -> ownWays();
            case Login.AccessKey key -> key(key.secret());
            case Login.Password password -> key(password.secret());
            case Login.Token token -> token(token.secret());
            case Login.Anonymous none -> new Identity.Nobody();
            case Login.SshKey ssh ->
                throw new Refused(where.toString(), "takes no " + ssh, "Give the account's key or a signature.");
        };
    }

    private Identity ownWays() throws IOException {
        @Nullable String text = environment.get("AZURE_STORAGE_CONNECTION_STRING");
        Map<String, String> connection = text == null ? Map.of() : ConnectionString.parse(text);
        @Nullable
        String account =
                connection.getOrDefault("AccountName", environment.getOrDefault("AZURE_STORAGE_ACCOUNT", where.host()));
        if (where.host().equals(account)) {
            @Nullable String key = connection.getOrDefault("AccountKey", environment.get("AZURE_STORAGE_KEY"));
            if (key != null) {
                return key(key);
            }
            @Nullable
            String sas = connection.getOrDefault("SharedAccessSignature", environment.get("AZURE_STORAGE_SAS_TOKEN"));
            if (sas != null) {
                return token(sas);
            }
        }
        @Nullable String token = AzLogin.token();
        if (token != null) {
            return new Identity.Bearer(token);
        }
        throw new Refused(
                where.toString(),
                "there is no key for it",
                "Keep one with `reel remote login`, set REEL_AZ_KEY or AZURE_STORAGE_KEY, log in with `az login`, "
                        + "or set the option anonymous for a public container.");
    }

    private Identity fromFile(Path file) throws IOException {
        if (Files.size(file) > MOST_KEY_BYTES) {
            throw new Refused(file.toString(), "is too large for a key", "Give a file with nothing but the key.");
        }
        return key(Files.readString(file, StandardCharsets.UTF_8).strip());
    }

    private Identity key(String base64) throws Refused {
        if (base64.contains("sig=")) {
            return token(base64);
        }
        try {
            return new Identity.SharedKey(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException notOne) {
            throw new Refused(where.toString(), "its key is no key of an account", "Copy it again; it is in base 64.");
        }
    }

    private static Identity token(String secret) {
        String bare = secret.startsWith("?") ? secret.substring(1) : secret;
        return bare.contains("sig=") ? new Identity.Sas(bare) : new Identity.Bearer(bare);
    }
}
