package reel.app.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.app.unlock.Keyring;
import reel.app.unlock.Prompt;
import reel.app.unlock.Secrets;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.stream.Refused;

/// The logins of one place: its own in the keyring, then those of the environment, then the person.
///
/// It answers for that place's host only. Whoever is sent on to another host finds nothing here.
public final class PlaceLogins implements Logins {
    private final @Nullable String remote;
    private final Location place;
    private final Map<String, String> options;
    private final Secrets secrets;
    private boolean looked;
    private @Nullable Login found;

    /// @param remote  its name; null where it has none
    /// @param options of the remote
    public PlaceLogins(@Nullable String remote, Location place, Map<String, String> options, Secrets secrets) {
        this.remote = remote;
        this.place = place;
        this.options = options;
        this.secrets = secrets;
    }

    @Override
    public synchronized @Nullable Login known(Location where) throws IOException {
        if (!isHere(where)) {
            return null;
        }
        if (!looked) {
            Login kept = kept();
            found = kept != null ? kept : new EnvironmentLogin(secrets.environment()).find(remote, place);
            looked = true;
        }
        return found;
    }

    @Override
    public synchronized char @Nullable [] ask(Location where, String what) throws IOException {
        Prompt prompt = secrets.prompt();
        return isHere(where) ? prompt.ask(sentence(what) + ": ") : null;
    }

    private boolean isHere(Location where) {
        return where.host().equalsIgnoreCase(place.host()) && where.scheme().equals(place.scheme());
    }

    private @Nullable Login kept() throws IOException {
        Keyring keyring = Keyring.find(secrets.environment());
        if (keyring == null) {
            return null;
        }
        Keyring places = keyring.of(Keyring.Lock.PLACE);
        char[] text = places.lookup(name(remote));
        if (text == null && remote != null) {
            text = places.lookup(name(null));
        }
        if (text == null) {
            return null;
        }
        try {
            return LoginText.read(new String(text));
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// Keeps a login in the keyring, for this remote or, where it has no name, for this host.
    public void keep(Login login) throws IOException {
        char[] text = LoginText.write(login).toCharArray();
        try {
            keyring().store(name(remote), text);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// Takes it out of the keyring. @return whether there was one
    public boolean forget() throws IOException {
        Keyring keyring = keyring();
        char[] text = keyring.lookup(name(remote));
        if (text == null) {
            return false;
        }
        Arrays.fill(text, '\0');
        keyring.clear(name(remote));
        return true;
    }

    /// Whether the keyring has a login for it.
    public boolean isKept() throws IOException {
        return kept() != null;
    }

    private Keyring keyring() throws Refused {
        Keyring keyring = Keyring.find(secrets.environment());
        if (keyring == null) {
            throw new Refused(
                    "keyring",
                    "neither `secret-tool` nor `security` is on the PATH",
                    "Set " + EnvironmentLogin.prefixes(remote, place).getFirst()
                            + "_PASSWORD_FILE or another variable of docs/remotes.md instead.");
        }
        return keyring.of(Keyring.Lock.PLACE);
    }

    /// By name and host together, so that a name given to another host does not hand it the old host's secret.
    private String name(@Nullable String named) {
        String endpoint = options.getOrDefault("endpoint", "");
        String user = place.user() == null ? "" : encoded(place.user()) + "@";
        String host =
                place.scheme() + "://" + user + encoded(place.host()) + (place.port() < 0 ? "" : ":" + place.port());
        return (named == null ? "" : named + "/") + host + (endpoint.isEmpty() ? "" : "/" + encoded(endpoint));
    }

    private static String encoded(String text) {
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0);
            name.append(plain ? String.valueOf(c) : "%" + HexFormat.of().toHexDigits(b));
        }
        return name.toString();
    }

    private static String sentence(String what) {
        return what.isEmpty() ? what : Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }
}
