package reel.app.remote;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import reel.backend.place.Location;
import reel.stream.Refused;

/// A place under a short name.
///
/// @param url     its root as it was given; never with a secret
/// @param options for the provider, each `key=value`; never a secret
public record Remote(String name, String url, Map<String, String> options) {
    /// One letter would be a drive.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{1,63}");

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final int MAX_VALUE_CHARS = 4096;

    /// What belongs into the keyring.
    private static final Set<String> SECRETS = Set.of(
            "password",
            "pass",
            "passphrase",
            "secret",
            "secret-key",
            "secret-access-key",
            "access-key",
            "access-key-id",
            "token",
            "session-token",
            "access-token",
            "refresh-token",
            "bearer",
            "sas",
            "sas-token",
            "key",
            "account-key",
            "shared-key",
            "signature",
            "client-secret",
            "credentials");

    public Remote {
        options = Map.copyOf(options);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// A remote that can be kept: its name, address and options are looked at, nothing is connected.
    public static Remote of(String name, String url, Map<String, String> options) throws Refused {
        if (!isName(name)) {
            throw new Refused(
                    "remote '" + Address.printable(name) + "'",
                    "is no name for a remote",
                    "Take two to 64 letters, digits, '_', '.' or '-', for example nas.");
        }
        Spot spot = Locations.address(url);
        if (spot.location().query() != null) {
            throw new Refused(
                    "remote '" + name + "'",
                    "has a '?' in its address, behind which signatures stand",
                    "Give the address without it; keep secrets with `reel remote login " + name + "`.");
        }
        for (Map.Entry<String, String> option : options.entrySet()) {
            check(name, option.getKey(), option.getValue());
        }
        return new Remote(name, url, options);
    }

    private static void check(String name, String key, String value) throws Refused {
        if (SECRETS.contains(key.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new Refused(
                    "option '" + key + "' of remote '" + name + "'",
                    "is a secret, which no settings file keeps",
                    "Keep it in the keyring with `reel remote login " + name + "`, or name it in the environment "
                            + "(docs/remotes.md).");
        }
        if (!KEY.matcher(key).matches()) {
            throw new Refused(
                    "option '" + Address.printable(key) + "' of remote '" + name + "'",
                    "is no name for an option",
                    "Write key=value with a key of small letters, digits and dashes.");
        }
        if (value.length() > MAX_VALUE_CHARS || value.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    "option '" + key + "' of remote '" + name + "'",
                    "is longer than " + MAX_VALUE_CHARS + " characters or holds a control character",
                    "Write it shorter and on one line.");
        }
    }

    public Location root() throws Refused {
        return Locations.address(url).location();
    }

    /// The options in the order of their names.
    public Map<String, String> sortedOptions() {
        return new TreeMap<>(options);
    }

    /// What `rest` names below it; its root is the top, slash in front or not. Nothing in `rest` is decoded.
    Spot at(String typed, String rest) throws Refused {
        StringBuilder path = new StringBuilder();
        for (String segment : rest.split("/", -1)) {
            if (segment.equals("..")) {
                throw new Refused("'" + typed + "'", "goes up by '..'", "Write the path without it.");
            }
            if (segment.chars().anyMatch(Character::isISOControl)) {
                throw new Refused(
                        "'" + Address.printable(typed) + "'", "holds a control character", "Write it without.");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                path.append('/').append(segment);
            }
        }
        Location root = root();
        Location there = path.isEmpty() ? root : Locations.below(root, path.substring(1));
        boolean isFolder = rest.isEmpty() || rest.endsWith("/") || rest.equals(".");
        return new Spot(typed, there, name, options, isFolder);
    }
}
