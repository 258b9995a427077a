package reel.app.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// When the parity of new packs is made.
public enum ParityWhen {
    /// By a process of its own, after the command that wrote them has ended.
    BACKGROUND,
    /// By the command that wrote them, before it ends.
    COMMIT,
    /// When somebody asks for it.
    LATER;

    public static Optional<ParityWhen> parse(String text) {
        return Arrays.stream(values())
                .filter(when -> when.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
