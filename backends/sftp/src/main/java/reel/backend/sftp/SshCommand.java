package reel.backend.sftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.stream.Refused;

/// How `ssh` is started: the user's own configuration, agent and keys, and nothing that a location could smuggle
/// into its arguments.
///
/// @param login who to be; null where ssh finds out itself
/// @param asks  whether a user is there to be asked
record SshCommand(
        Location where, SftpOptions options, @Nullable Login login, boolean asks, Duration connect) {
    /// ssh itself notices a peer that is gone within three of these.
    private static final int ALIVE_SECONDS = 15;
    private static final int ALIVE_TIMES = 3;

    /// Of what `ssh -G` tells.
    private static final int MOST_LINES = 1000;

    /// What a shell, which a `ProxyCommand` is, would take for more than text.
    private static final String SHELL = "'`\";&<>|(){}$\\*?!#";

    SshCommand {
        if (login instanceof Login.Anonymous) {
            login = null;
        }
    }

    /// Refuses what is no name of a host or a user.
    SshCommand checked() throws Refused {
        check("host", host(), ":%");
        String user = user();
        if (user != null) {
            // Users of a Windows domain have a backslash in their names.
            check("user", user, "\\@");
        }
        if (login instanceof Login.Token || login instanceof Login.AccessKey) {
            throw new Refused(
                    peer(), "logins by " + login + " are none of ssh's", "Use a key, an agent or a password.");
        }
        return this;
    }

    private static void check(String what, String name, String allowed) throws Refused {
        boolean bad = name.isEmpty() || name.startsWith("-") || name.endsWith("\\");
        for (int i = 0; i < name.length() && !bad; i++) {
            char c = name.charAt(i);
            bad = c <= ' ' || c == 0x7F || c == '/' || (SHELL.indexOf(c) >= 0 && allowed.indexOf(c) < 0);
        }
        if (bad) {
            throw new Refused(
                    what + " '" + Answer.clean(name, 80) + "'", "cannot be the name of a " + what, "Correct the name.");
        }
    }

    /// Without the brackets of an address.
    String host() {
        String host = where.host();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Nullable
    String user() {
        if (where.user() != null) {
            return where.user();
        }
        return switch (login) {
            case Login.Password password -> password.user();
            case Login.SshKey key -> key.user();
            case null, default -> null;
        };
    }

    /// As a user would say it to ssh.
    String peer() {
        String user = user();
        return user == null ? host() : user + "@" + host();
    }

    /// The whole command line; no secret is in it.
    List<String> line() {
        List<String> line = new ArrayList<>(List.of(options.ssh()));
        if (options.config() != null) {
            line.addAll(List.of("-F", options.config()));
        }
        line.addAll(List.of("-T", "-x", "-a"));
        settings().forEach((name, value) -> line.addAll(List.of("-o", name + "=" + value)));
        if (!options.ciphers().equals("config")) {
            line.addAll(List.of("-o", "Ciphers=" + options.ciphers()));
        }
        if (options.knownHosts() != null) {
            line.addAll(List.of("-o", "UserKnownHostsFile=" + quoted(options.knownHosts())));
            line.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
        }
        Path key = login instanceof Login.SshKey known ? known.file() : null;
        String identity = key == null ? options.identity() : key.toString();
        if (identity != null) {
            line.addAll(List.of("-o", "IdentityFile=" + quoted(identity), "-o", "IdentitiesOnly=yes"));
        }
        if (login instanceof Login.Password) {
            line.addAll(List.of("-o", "PreferredAuthentications=password,keyboard-interactive"));
        }
        int port = where.port() >= 0 ? where.port() : options.port();
        if (port >= 0) {
            line.addAll(List.of("-p", Integer.toString(port)));
        }
        String user = user();
        if (user != null) {
            line.addAll(List.of("-l", user));
        }
        line.addAll(List.of("-s", "--", host(), "sftp"));
        return line;
    }

    /// Against what a user's configuration says for terminals, and against waiting for ever. Several connections
    /// must be several: a shared one would put all of them through one window.
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ControlMaster", "no");
        settings.put("ControlPath", "none");
        settings.put("ClearAllForwardings", "yes");
        settings.put("PermitLocalCommand", "no");
        settings.put("RemoteCommand", "none");
        settings.put("LogLevel", "ERROR");
        settings.put("BatchMode", asks ? "no" : "yes");
        settings.put("NumberOfPasswordPrompts", "1");
        settings.put("StrictHostKeyChecking", options.acceptNew() ? "accept-new" : "yes");
        settings.put("ConnectTimeout", Long.toString(Math.max(1, connect.toSeconds())));
        settings.put("ServerAliveInterval", Integer.toString(ALIVE_SECONDS));
        settings.put("ServerAliveCountMax", Integer.toString(ALIVE_TIMES));
        return settings;
    }

    /// As the configuration of ssh reads the name of a file: no percent expansion, one word.
    private static String quoted(String file) {
        return "\"" + file.replace("%", "%%").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// What the configuration makes of the host's name; the name itself where ssh does not say.
    String realHost() {
        List<String> line = new ArrayList<>(List.of(options.ssh()));
        if (options.config() != null) {
            line.addAll(List.of("-F", options.config()));
        }
        line.addAll(List.of("-G", "--", host()));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
                return told.lines()
                        .limit(MOST_LINES)
                        .filter(said -> said.startsWith("hostname "))
                        .map(said -> said.substring("hostname ".length()).strip())
                        .findFirst()
                        .orElse(host());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | UncheckedIOException unknown) {
            return host();
        }
    }
}
