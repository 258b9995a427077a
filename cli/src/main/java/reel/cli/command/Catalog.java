package reel.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.Screen;

/// The commands there are: name, purpose, and how to build one.
public final class Catalog {
    /// What a command is for, in the order of `reel --help`.
    public enum Group {
        START("Start"),
        CHANGE("Work on the current version"),
        LOOK("Look at versions"),
        BRANCH("Branch and go back"),
        KEEP("Keep it healthy"),
        OTHER("Other");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// Builds the object that picocli fills and calls.
    @FunctionalInterface
    public interface Maker {
        Object make(Screen screen, Lines lines);
    }

    /// One command. @param summary one line for `reel --help`
    public record Entry(String name, Group group, String summary, Maker maker) {
        public Object make(Screen screen, Lines lines) {
            return maker.make(screen, lines);
        }
    }

    private static final List<Entry> ALL = List.of(
            new Entry(
                    "version",
                    Group.OTHER,
                    "Print the version and what this machine offers.",
                    (screen, lines) -> new VersionCommand(screen)),
            new Entry("help", Group.OTHER, "Explain a command or a topic.", HelpCommand::new),
            new Entry("completion", Group.OTHER, "Print a completion script for a shell.", CompletionCommand::new));

    private Catalog() {}

    public static List<Entry> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    public static @Nullable Entry find(String name) {
        for (Entry entry : ALL) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }
}
