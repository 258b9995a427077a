package reel.backend.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// What a remote says of itself beyond its address.
///
/// @param webdav        `webdav`: whether the server speaks it; null to ask the server. The schemes `dav` and
/// `davs`
///                      say yes
/// @param caFile        `ca-file`: authorities to believe; null for the system's
/// @param insecureLogin `insecure-login`: whether a password may travel without TLS to another machine
record HttpOptions(@Nullable Boolean webdav, @Nullable String caFile, boolean insecureLogin) {
    private static final Set<String> KNOWN = new TreeSet<>(Set.of("webdav", "ca-file", "insecure-login"));

    static HttpOptions of(String scheme, Map<String, String> options) throws Refused {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new Refused(
                        "option " + name,
                        "is not known to a web server",
                        "Use one of " + String.join(", ", KNOWN) + ".");
            }
        }
        @Nullable Boolean webdav = flag(options, "webdav");
        if (webdav == null && !scheme.startsWith("http")) {
            webdav = true;
        }
        return new HttpOptions(webdav, options.get("ca-file"), Boolean.TRUE.equals(flag(options, "insecure-login")));
    }

    private static @Nullable Boolean flag(Map<String, String> options, String name) throws Refused {
        @Nullable String value = options.get(name);
        return switch (value) {
            case null -> null;
            case "auto" -> null;
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new Refused("option " + name, "cannot be '" + value + "'", "Write true or false.");
        };
    }
}
