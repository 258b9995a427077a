package reel.backend.s3;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Host;
import reel.stream.Refused;

/// What a remote says of itself beyond its address.
///
/// @param endpoint     null for Amazon's own
/// @param region       null for the one of the profile or environment
/// @param pathStyle    whether the bucket stands in the path instead of the host's name
/// @param profile      of the AWS configuration; null for its default
/// @param anonymous    whether calls are not signed
/// @param keepsTimes   whether files have the times they were given, or those of their upload
/// @param atomicCreate whether the server is known to honour conditional writes; null: to be found out
/// @param caFile       authorities to believe; null for the system's
/// @param storageClass of what is written; null for the bucket's default
/// @param signBody     whether signatures cover the bodies, too; null: in the clear they do, over TLS they
///     need not
/// @param walks        whether the server lists keys in the order of their bytes, as Amazon does
record S3Options(
        @Nullable Host endpoint,
        @Nullable String region,
        boolean pathStyle,
        @Nullable String profile,
        boolean anonymous,
        boolean keepsTimes,
        @Nullable Boolean atomicCreate,
        @Nullable String caFile,
        @Nullable String storageClass,
        boolean walks,
        @Nullable Boolean signBody) {
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "endpoint",
            "region",
            "path-style",
            "profile",
            "anonymous",
            "times",
            "atomic-create",
            "ca-file",
            "sign-body",
            "storage-class",
            "walk"));

    /// Whether signatures cover the bodies of calls to a host.
    boolean signsBodies(Host host) {
        return signBody == null ? !host.tls() : signBody;
    }

    static S3Options of(Map<String, String> options) throws Refused {
        return of(options, System.getenv());
    }

    static S3Options of(Map<String, String> options, Map<String, String> environment) throws Refused {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new Refused(
                        "option " + name, "is not known to s3", "Use one of " + String.join(", ", KNOWN) + ".");
            }
        }
        @Nullable
        String endpoint = first(
                options.get("endpoint"), environment.get("AWS_ENDPOINT_URL_S3"), environment.get("AWS_ENDPOINT_URL"));
        @Nullable Boolean pathStyle = flag(options, "path-style");
        String times = options.getOrDefault("times", "kept");
        if (!times.equals("kept") && !times.equals("server")) {
            throw new Refused("option times", "cannot be '" + times + "'", "Write kept or server.");
        }
        return new S3Options(
                endpoint == null ? null : Host.of("option endpoint", endpoint),
                options.get("region"),
                pathStyle == null ? endpoint != null : pathStyle,
                options.get("profile"),
                Boolean.TRUE.equals(flag(options, "anonymous")),
                times.equals("kept"),
                flag(options, "atomic-create"),
                options.get("ca-file"),
                options.get("storage-class"),
                !Boolean.FALSE.equals(flag(options, "walk")),
                flag(options, "sign-body"));
    }

    private static @Nullable String first(@Nullable String... values) {
        for (@Nullable String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
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
