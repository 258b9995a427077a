package reel.backend.azure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Host;
import reel.stream.Refused;

/// What a remote says of itself beyond its address.
///
/// @param endpoint  null for the account's own at Azure
/// @param pathStyle whether the account stands in the path instead of the host's name
/// @param keyFile   a file with the account's key; null for none
/// @param anonymous whether calls are not signed
/// @param caFile    authorities to believe; null for the system's
/// @param walks     whether whole trees are listed at once, which needs names in the order of their characters
/// @param tier      of what is written (`Hot`, `Cool`, `Cold`); null for the account's default
record AzureOptions(
        @Nullable Host endpoint,
        boolean pathStyle,
        @Nullable String keyFile,
        boolean anonymous,
        @Nullable String caFile,
        @Nullable String tier,
        boolean walks) {
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("endpoint", "path-style", "key-file", "anonymous", "ca-file", "tier", "walk"));

    static AzureOptions of(Map<String, String> options) throws Refused {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new Refused(
                        "option " + name, "is not known to azure", "Use one of " + String.join(", ", KNOWN) + ".");
            }
        }
        @Nullable String address = options.get("endpoint");
        @Nullable Host endpoint = address == null ? null : Host.of("option endpoint", address);
        @Nullable Boolean pathStyle = flag(options, "path-style");
        return new AzureOptions(
                endpoint,
                pathStyle == null ? endpoint != null && isEmulator(endpoint) : pathStyle,
                options.get("key-file"),
                Boolean.TRUE.equals(flag(options, "anonymous")),
                options.get("ca-file"),
                options.get("tier"),
                !Boolean.FALSE.equals(flag(options, "walk")));
    }

    /// Emulators are reached by number or as localhost, where no account can stand before the name.
    private static boolean isEmulator(Host host) {
        return host.name().equals("localhost")
                || host.name().indexOf(':') >= 0
                || host.name().matches("[0-9.]+");
    }

    private static @Nullable Boolean flag(Map<String, String> options, String name) throws Refused {
        @Nullable String value = options.get(name);
        return switch (value) {
            case null -> null;
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new Refused("option " + name, "cannot be '" + value + "'", "Write true or false.");
        };
    }
}
