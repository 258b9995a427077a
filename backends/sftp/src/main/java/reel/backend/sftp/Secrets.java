package reel.backend.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Login;
import reel.backend.place.Logins;

/// Answers what ssh asks: with what the keyring or the environment knows where the question is for that, else with
/// what the user says, who is asked once for all connections.
final class Secrets implements AskPass.Answers {
    private static final Pattern PASSWORD = Pattern.compile("\\(?(\\S+)@([^)'\\s]+)(?:'s password|\\) .*password).*");
    private static final Pattern PASSPHRASE = Pattern.compile("enter passphrase for (?:key )?'?(.*?)'?:.*");
    private static final int MOST_SHOWN = 200;

    private final SshCommand command;
    private final Logins logins;
    private final Map<String, byte[]> said = new ConcurrentHashMap<>();

    Secrets(SshCommand command, Logins logins) {
        this.command = command;
        this.logins = logins;
    }

    @Override
    public byte @Nullable [] answer(String prompt) {
        String low = prompt.toLowerCase(Locale.ROOT).strip();
        Matcher password = PASSWORD.matcher(low);
        Matcher passphrase = PASSPHRASE.matcher(low);
        if (password.matches()) {
            if (command.login() instanceof Login.Password known && isTarget(password.group(2))) {
                return known.secret().getBytes(StandardCharsets.UTF_8);
            }
            return ask(prompt, "password of " + password.group(1) + "@" + password.group(2));
        }
        if (passphrase.matches()) {
            if (command.login() instanceof Login.SshKey known
                    && known.passphrase() != null
                    && known.file().toString().equalsIgnoreCase(passphrase.group(1))) {
                return known.passphrase().getBytes(StandardCharsets.UTF_8);
            }
            String file = passphrase.group(1);
            return ask(prompt, "passphrase of " + Answer.clean(file.substring(file.lastIndexOf('/') + 1), MOST_SHOWN));
        }
        return ask(prompt, Answer.clean(prompt.replaceFirst(":\\s*$", ""), MOST_SHOWN));
    }

    /// A host on the way to the wanted one asks for its own password and must not be given another's.
    private boolean isTarget(String host) {
        return host.equals(command.host().toLowerCase(Locale.ROOT))
                || host.equals(command.realHost().toLowerCase(Locale.ROOT));
    }

    /// What changes from time to time, a code of a token, is asked for every time.
    private byte @Nullable [] ask(String prompt, String what) {
        byte[] before = said.get(prompt);
        if (before != null) {
            return before;
        }
        char[] typed;
        try {
            typed = logins.ask(command.where(), what);
        } catch (IOException cannotBeAsked) {
            return null;
        }
        if (typed == null) {
            return null;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        Arrays.fill(typed, '\0');
        byte[] secret = new byte[encoded.remaining()];
        encoded.get(secret);
        encoded.rewind();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        if (what.startsWith("pass")) {
            said.put(prompt, secret);
        }
        return secret;
    }

    /// What was said did not open the door; the next connection asks again.
    void forget() {
        said.clear();
    }
}
