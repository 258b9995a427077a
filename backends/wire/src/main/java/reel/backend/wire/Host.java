package reel.backend.wire;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// A server to call.
///
/// @param name as in an address, an IPv6 one without its brackets
/// @param port never -1
public record Host(boolean tls, String name, int port) {
    public static Host of(boolean tls, String name) {
        return new Host(tls, name, tls ? 443 : 80);
    }

    /// The server of an option like `https://host:9000/below`; a path below it is not part of the host.
    public static Host of(String option, String address) throws Refused {
        @Nullable URI uri = null;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException notOne) {
            // Told below, like every other address that is none.
        }
        String scheme =
                uri == null || uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri == null || uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new Refused(option, "is no address of a server", "Write it like https://host:9000.");
        }
        if (uri.getUserInfo() != null) {
            throw new Refused(option, "has a user or password in the address", "Put it into the keyring instead.");
        }
        boolean tls = scheme.equals("https");
        String name = uri.getHost();
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        return new Host(tls, bare, uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort());
    }

    /// As the `Host` header has it.
    public String header() {
        String bracketed = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        return port == (tls ? 443 : 80) ? bracketed : bracketed + ":" + port;
    }

    public String scheme() {
        return tls ? "https" : "http";
    }

    @Override
    public String toString() {
        return scheme() + "://" + header();
    }
}
