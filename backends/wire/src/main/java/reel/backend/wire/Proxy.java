package reel.backend.wire;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// A server through which others are called.
///
/// @param variable      of the environment that named it
/// @param authorization what its header `Proxy-Authorization` says; null for nothing
record Proxy(String variable, Host host, @Nullable String authorization) {
    private static final String HINT = "Write it like http://host:3128.";

    /// @param address as in the environment, with or without `http://`, maybe with user and password
    static Proxy parse(String variable, String address) throws Refused {
        @Nullable URI uri = null;
        try {
            uri = URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException notOne) {
            // Told below, without the text, which may hold a password.
        }
        if (uri == null || uri.getHost() == null) {
            throw new Refused(variable, "is no address of a proxy", HINT);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new Refused(variable, "names a proxy that is spoken to by " + scheme + "; only http is known", HINT);
        }
        String name = uri.getHost();
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        Host host = new Host(false, bare, uri.getPort() < 0 ? 80 : uri.getPort());
        @Nullable String login = uri.getUserInfo();
        return new Proxy(variable, host, login == null ? null : basic(login));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /// What it says to whom it does not know.
    Refused wantsLogin() {
        return new Refused(
                toString(),
                "wants " + (authorization == null ? "a login" : "another login"),
                "Put user and password into " + variable + ": http://user:password@host:port.");
    }

    /// For messages: no login.
    @Override
    public String toString() {
        return "proxy " + host;
    }
}
