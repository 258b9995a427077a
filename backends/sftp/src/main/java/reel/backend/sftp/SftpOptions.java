package reel.backend.sftp;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// What a remote says about its connections; every option, none of them secret.
///
/// @param ssh           `ssh`: the program, a name on the `PATH` or a file
/// @param config        `config`: the file that is read instead of `~/.ssh/config`; `none` for no file
/// @param knownHosts    `known-hosts`: the only file that host keys are looked up in
/// @param acceptNew     `accept-new-host-keys`: whether a host never seen before is trusted and remembered
/// @param identity      `identity`: the only key that is offered
/// @param port          `port`: where the location names none; -1 to leave it to ssh
/// @param ciphers       `ciphers`: as `ssh -c` takes them; `config` to leave them to ssh
/// @param connections   `connections`: at most so many at once; 0 for as many as the path is worth
record SftpOptions(
        String ssh,
        @Nullable String config,
        @Nullable String knownHosts,
        boolean acceptNew,
        @Nullable String identity,
        int port,
        String ciphers,
        int connections) {
    /// By far the fastest where processors help with AES, and in every OpenSSH; the others follow as they are.
    static final String FAST_CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com";

    private static final TreeSet<String> NAMES = new TreeSet<>(List.of(
            "accept-new-host-keys", "ciphers", "config", "connections", "identity", "known-hosts", "port", "ssh"));

    private static final Pattern CIPHERS = Pattern.compile("[-+^]?[a-z0-9@.*?-]+(,[a-z0-9@.*?-]+)*");
    private static final int MOST_PORT = 65_535;
    private static final int MOST_CONNECTIONS = 64;

    static SftpOptions of(Map<String, String> options) throws Refused {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new Refused(
                        "option " + name,
                        "is none of a remote reached by ssh",
                        "Use " + String.join(", ", NAMES) + ".");
            }
        }
        String ciphers = options.getOrDefault("ciphers", FAST_CIPHERS);
        if (!CIPHERS.matcher(ciphers).matches()) {
            throw new Refused("option ciphers", "is no list of ciphers", "See `ssh -Q cipher` for their names.");
        }
        return new SftpOptions(
                options.getOrDefault("ssh", "ssh"),
                options.get("config"),
                options.get("known-hosts"),
                flag(options, "accept-new-host-keys"),
                options.get("identity"),
                number(options, "port", -1, MOST_PORT),
                ciphers,
                number(options, "connections", 0, MOST_CONNECTIONS));
    }

    private static boolean flag(Map<String, String> options, String name) throws Refused {
        return switch (options.getOrDefault(name, "false")) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new Refused("option " + name, "is neither true nor false", "Say true or false.");
        };
    }

    private static int number(Map<String, String> options, String name, int absent, int most) throws Refused {
        String text = options.get(name);
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, with every other number that cannot be.
        }
        throw new Refused("option " + name, "is no number from 1 to " + most, "Say a number from 1 to " + most + ".");
    }
}
