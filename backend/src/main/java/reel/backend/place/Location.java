package reel.backend.place;

import org.jspecify.annotations.Nullable;

/// Where something lies, as a user names it: `sftp://user@host:22/path`, `s3://bucket/key`, `/a/path`.
///
/// @param scheme lower case; `file` for a path of this machine
/// @param user   null where none is named
/// @param host   host, bucket, account or container's first part; empty for `file`; an IPv6 address without brackets
/// @param port   -1 where none is named
/// @param path   decoded, as it is written: with a leading `/` where the scheme has one
/// @param query  what follows `?`, decoded as written; null where nothing does. Never a secret in a message
public record Location(
        String scheme,
        @Nullable String user,
        String host,
        int port,
        String path,
        @Nullable String query) {
    public static Location local(String path) {
        return new Location("file", null, "", -1, path, null);
    }

    /// The same host with another path.
    public Location at(String otherPath) {
        return new Location(scheme, user, host, port, otherPath, query);
    }

    /// For messages: no query, which may hold a signature.
    @Override
    public String toString() {
        if (scheme.equals("file")) {
            return path;
        }
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + (user == null ? "" : user + "@") + shown + (port < 0 ? "" : ":" + port)
                + (path.isEmpty() || path.startsWith("/") ? path : "/" + path);
    }
}
