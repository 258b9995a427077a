package reel.backend.sftp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What `ssh` says when a connection cannot be made or ends, as what the user can do about it.
final class SshWords {
    private static final int MOST_SHOWN = 300;

    private static final Pattern LOGIN = Pattern.compile("permission denied \\(([a-z0-9,-]+)\\)");

    private final SshCommand command;
    private final String words;
    private final String low;

    private SshWords(SshCommand command, String words) {
        this.command = command;
        this.words = words;
        this.low = words.toLowerCase(Locale.ROOT);
    }

    /// @param words everything that ssh said on its standard error
    /// @param spoke whether the server had begun to speak SFTP before
    static ReelException explain(SshCommand command, String words, boolean spoke) {
        SshWords said = new SshWords(command, words);
        ReelException known = spoke ? null : said.hostKey();
        known = spoke || known != null ? known : said.login();
        known = spoke || known != null ? known : said.setup();
        if (known != null) {
            return known;
        }
        String last = said.lastLine();
        return new Transient(
                command.peer(),
                (spoke ? "the connection ended" : "no connection could be made")
                        + (last.isEmpty() ? "" : " (" + last + ")"),
                null,
                null);
    }

    private @Nullable Refused hostKey() {
        String host = command.host();
        if (low.contains("host identification has changed") || low.contains("revoked host key")) {
            return refused(
                    "its host key is not the one that is known: perhaps another machine answers in its name",
                    "Ask its administrator. If the key was changed on purpose, remove the old one with `ssh-keygen -R "
                            + host + "`, connect once with `ssh " + host + "` and compare the fingerprint.");
        }
        if (low.contains("host key is known for") || low.contains("host key verification failed")) {
            return refused(
                    "its host key is not known yet",
                    "Connect once with `ssh " + host
                            + "` and compare the fingerprint, or set the remote's option accept-new-host-keys.");
        }
        return null;
    }

    private @Nullable Refused login() {
        if (low.contains("unprotected private key file")) {
            return refused("its private key can be read by others, so ssh does not use it", "Run `chmod 600` on it.");
        }
        Matcher denied = LOGIN.matcher(low);
        if (denied.find()) {
            return refused(
                    "the login was refused (it takes " + denied.group(1) + ")",
                    "Check the user, the key or the password; `ssh -v " + command.peer() + "` tells what is tried.");
        }
        if (low.contains("too many authentication failures")) {
            return refused(
                    "the login was refused after too many tries",
                    "Name the right key with the remote's option identity.");
        }
        return null;
    }

    private @Nullable ReelException setup() {
        if (low.contains("could not resolve hostname")) {
            return low.contains("temporary failure")
                    ? null
                    : new Missing(command.host(), "there is no host of that name", "Check the name, or the network.");
        }
        if (low.contains("subsystem request failed")) {
            return refused("offers no SFTP", "Ask its administrator for the sftp subsystem.");
        }
        for (String broken : new String[] {
            "unable to negotiate", "no matching ", "bad configuration option", "bad owner or permissions",
            "can't open user config file", "bad ssh2 cipher", "unsupported option", "terminating, "
        }) {
            if (low.contains(broken)) {
                return refused(
                        "ssh cannot connect as it is set up: " + lastLine(), "Correct the configuration of ssh.");
            }
        }
        return null;
    }

    private Refused refused(String happened, String hint) {
        return new Refused(command.peer(), happened, hint);
    }

    private String lastLine() {
        String last = "";
        for (String line : words.split("\n")) {
            String clean = Answer.clean(line, MOST_SHOWN);
            last = clean.isEmpty() ? last : clean;
        }
        return last;
    }
}
