package reel.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reel.app.Typed;
import reel.stream.Missing;

/// Where a command shows its work: results on stdout, everything else on stderr.
public final class Screen {
    private final Surroundings around;
    private final Options options;
    private final Output out;
    private final Output err;
    private final List<String> arguments;
    private Afterwards afterwards = () -> {};

    public Screen(Surroundings around, Options options, List<String> arguments) {
        this.around = around;
        this.options = options;
        this.arguments = List.copyOf(arguments);
        this.out = new Output(around.out());
        this.err = new Output(around.err());
    }

    /// Has `work` done when the command has ended and everything it said is out. Later work takes earlier's place.
    public void afterwards(Afterwards work) {
        afterwards = work;
    }

    /// What is left to do behind the command.
    public Afterwards afterwards() {
        return afterwards;
    }

    /// Work behind a command, whose failure is none of the command's.
    @FunctionalInterface
    public interface Afterwards {
        void run() throws IOException;
    }

    public Surroundings around() {
        return around;
    }

    public Options options() {
        return options;
    }

    /// The command line as it was typed, without `reel`.
    public List<String> arguments() {
        return arguments;
    }

    /// Where in the arguments the command's name stands, behind options of every command; -1 if nowhere.
    public int commandIndex() {
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "-C", "--memory", "--color", "--identity" -> i++;
                default -> {
                    if (!arguments.get(i).startsWith("-")) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    /// Where the command works: the current folder, or that of `-C`.
    public Path folder() {
        Path asked = options.folder;
        return asked == null
                ? around.folder()
                : around.folder().resolve(asked).toAbsolutePath().normalize();
    }

    /// Where a path that somebody typed leads. [Missing] where bytes of it did not come through: what is there has
    /// another name, and what would be made would get another one.
    public Path path(Path typed) throws Missing {
        Path path = folder().resolve(typed);
        if (Typed.mayHaveLost(typed.toString()) && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Missing(
                    path.toString(),
                    "has bytes that are no text, and those do not come through a command line",
                    "Rename it, or give another name.");
        }
        return path;
    }

    public Output out() {
        return out;
    }

    public Output err() {
        return err;
    }

    public boolean isJson() {
        return options.json;
    }

    public boolean isVerbose() {
        return options.verbose;
    }

    /// A result, on stdout.
    public void line(String text) {
        out.line(text);
    }

    /// A message for people, on stderr; nothing with `--quiet` or `--json`.
    public void say(String text) {
        if (!options.quiet && !options.json) {
            out.flush();
            err.line(text).flush();
        }
    }

    /// A warning, on stderr, whatever the options.
    public void warn(String text) {
        out.flush();
        err.line(errStyle().yellow("reel: warning: ") + text).flush();
    }

    /// The result as one JSON object, on stdout.
    public void json(JsonOut.Body members) throws IOException {
        JsonOut.write(out.stream(), members);
    }

    /// One event of a stream of JSON objects, a line each, on stdout. Lines of several threads do not mix.
    public void jsonLine(JsonOut.Body members) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        JsonOut.writeLine(line, members);
        out.write(line.toByteArray(), 0, line.size());
        out.flush();
    }

    /// An error as one JSON object, on stderr.
    public void errJson(JsonOut.Body members) throws IOException {
        JsonOut.write(err.stream(), members);
        err.flush();
    }

    /// Colour for stdout.
    public Style style() {
        return style(around.outIsTerminal());
    }

    /// Colour for stderr.
    public Style errStyle() {
        return style(around.errIsTerminal());
    }

    private Style style(boolean terminal) {
        boolean coloured = switch (options.colour) {
            case always -> true;
            case never -> false;
            case auto ->
                terminal
                        && around.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(around.environment().get("TERM"));
        };
        return coloured ? Style.ANSI : Style.PLAIN;
    }

    /// A progress line for work that may take longer than a second; close it when the work is done.
    public Progress progress(String verb) {
        if (options.quiet || options.json) {
            return Progress.silent();
        }
        return Progress.start(verb, err, around.errIsTerminal(), around.columns());
    }

    /// The same, which elsewhere than on a terminal adds a line at every `interval`.
    public Progress progress(String verb, Duration interval) {
        if (options.quiet || options.json) {
            return Progress.silent();
        }
        return Progress.start(verb, err, around.errIsTerminal(), around.columns(), interval);
    }
}
