package reel.app.login;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Login;

/// A login as the one text that a keyring keeps: its kind and its parts, a line each, the secret last.
final class LoginText {
    private LoginText() {}

    static String write(Login login) {
        return switch (login) {
            case Login.Password password -> "password\n" + text(password.user()) + "\n" + password.secret();
            case Login.SshKey key -> "ssh-key\n" + text(key.user()) + "\n" + key.file() + "\n" + text(key.passphrase());
            case Login.Token token -> "token\n" + token.secret();
            case Login.AccessKey key -> "access-key\n" + key.id() + "\n" + text(key.session()) + "\n" + key.secret();
            case Login.Anonymous nobody -> "anonymous\n";
        };
    }

    /// Null where the text is none that [#write] makes.
    static @Nullable Login read(String text) {
        int end = text.indexOf('\n');
        if (end < 0) {
            return null;
        }
        String rest = text.substring(end + 1);
        return switch (text.substring(0, end)) {
            case "password" -> {
                String[] parts = rest.split("\n", 2);
                yield parts.length < 2 ? null : new Login.Password(orNull(parts[0]), parts[1]);
            }
            case "ssh-key" -> {
                String[] parts = rest.split("\n", 3);
                yield parts.length < 3 ? null : new Login.SshKey(orNull(parts[0]), Path.of(parts[1]), orNull(parts[2]));
            }
            case "token" -> new Login.Token(rest);
            case "access-key" -> {
                String[] parts = rest.split("\n", 3);
                yield parts.length < 3 ? null : new Login.AccessKey(parts[0], parts[2], orNull(parts[1]));
            }
            case "anonymous" -> new Login.Anonymous();
            default -> null;
        };
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    private static @Nullable String orNull(String part) {
        return part.isEmpty() ? null : part;
    }
}
