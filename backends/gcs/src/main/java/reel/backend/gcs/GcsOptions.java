package reel.backend.gcs;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Host;
import reel.stream.Refused;

/// What a remote says of itself beyond its address.
///
/// @param endpoint     Google's own unless told
/// @param keyFile      of a service account or another login, JSON; null for the default credentials
/// @param anonymous    whether calls are not authorized
/// @param caFile       authorities to believe; null for the system's
/// @param storageClass of what is written; null for the bucket's default
/// @param walks        whether whole trees are listed at once
record GcsOptions(
        Host endpoint,
        @Nullable String keyFile,
        boolean anonymous,
        @Nullable String caFile,
        @Nullable String storageClass,
        boolean walks) {
    private static final Host GOOGLE = Host.of(true, "storage.googleapis.com");

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("endpoint", "key-file", "anonymous", "ca-file", "storage-class", "walk"));

    static GcsOptions of(Map<String, String> options) throws Refused {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new Refused(
                        "option " + name, "is not known to gcs", "Use one of " + String.join(", ", KNOWN) + ".");
            }
        }
        @Nullable String address = options.get("endpoint");
        return new GcsOptions(
                address == null ? GOOGLE : Host.of("option endpoint", address),
                options.get("key-file"),
                Boolean.TRUE.equals(flag(options, "anonymous")),
                options.get("ca-file"),
                options.get("storage-class"),
                !Boolean.FALSE.equals(flag(options, "walk")));
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
