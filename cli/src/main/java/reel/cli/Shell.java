package reel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import reel.cli.command.Catalog;
import reel.cli.command.RootHelp;
import reel.cli.command.Suggestions;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Options;
import reel.cli.screen.Output;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;
import reel.cli.screen.Surroundings;

/// From arguments to a command to an exit code.
///
/// Only the command that was asked for is built: picocli reads a command class by reflection, and thirty of
/// them would be most of the start-up time.
final class Shell {
    private final Options options = new Options();
    private final Screen screen;
    private final String[] args;

    Shell(Surroundings around, String... args) {
        this.args = args.clone();
        this.screen = new Screen(around, options, List.of(args));
    }

    int run() {
        ExitCode code;
        try {
            int number = dispatch();
            screen.out().flush();
            screen.err().flush();
            behind();
            return number;
        } catch (Throwable failure) {
            code = ErrorReport.tell(screen, failure);
        }
        return code.number();
    }

    /// What a command leaves to be done neither changes what it answers nor is it waited for in vain.
    private void behind() {
        try {
            screen.afterwards().run();
        } catch (IOException | RuntimeException undone) {
            if (screen.isVerbose()) {
                screen.warn("parity was not made: " + undone.getMessage());
            }
        }
    }

    private int dispatch() {
        int at = screen.commandIndex();
        if (at < 0) {
            return withoutCommand();
        }
        String name = args[at];
        Catalog.Entry entry = Catalog.find(name);
        if (entry == null) {
            for (String arg : args) {
                options.json |= arg.equals("--json");
            }
            ErrorReport.tell(
                    screen,
                    ExitCode.USAGE,
                    "'" + name + "' is not a reel command",
                    Suggestions.closest(name, Catalog.names())
                            .map(near -> "Did you mean `reel " + near + "`?")
                            .orElse("`reel --help` lists the commands."));
            return ExitCode.USAGE.number();
        }
        return line(List.of(entry)).execute(args);
    }

    private int withoutCommand() {
        if (List.of(args).contains("--version") || List.of(args).contains("-V")) {
            Catalog.Entry version = Catalog.find("version");
            String[] words = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(args)
                                    .filter(arg -> !arg.equals("--version") && !arg.equals("-V")),
                            java.util.stream.Stream.of("version"))
                    .toArray(String[]::new);
            return line(version == null ? List.of() : List.of(version)).execute(words);
        }
        CommandLine root = line(List.of());
        int code = root.execute(args);
        if (code == 0 && !root.isUsageHelpRequested()) {
            RootHelp.print(screen);
        }
        return code;
    }

    /// The command line with these commands; the full one has them all.
    CommandLine line(List<Catalog.Entry> entries) {
        CommandLine line = new CommandLine(new Root(options));
        for (Catalog.Entry entry : entries) {
            line.addSubcommand(entry.name(), entry.make(screen, this::line));
        }
        for (CommandLine command : line.getSubcommands().values()) {
            plainHelp(command);
        }
        line.registerConverter(Long.class, Shell::number);
        line.registerConverter(Long.TYPE, Shell::number);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.clamp(screen.around().columns(), 60, 110));
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setOut(new PrintWriter(screen.out().stream(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(screen.err().stream(), true, StandardCharsets.UTF_8));
        line.setColorScheme(Help.defaultColorScheme(screen.style() == Style.ANSI ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setParameterExceptionHandler(this::usageError);
        line.setExecutionStrategy(this::helpOrCommand);
        line.setExecutionExceptionHandler(
                (failure, failed, parsed) -> ErrorReport.tell(screen, failure).number());
        line.setHelpFactory(
                (spec, scheme) -> spec.parent() == null ? new RootHelp(spec, scheme, screen) : new Help(spec, scheme));
        return line;
    }

    private static Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException other) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }

    /// Options in their declared order, the general ones last; one short synopsis.
    private static void plainHelp(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
        command.getSubcommands().values().forEach(Shell::plainHelp);
    }

    /// The parser prints help before any command runs, and would answer a reader that went away with a trace.
    private int helpOrCommand(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Output.Closed gone) {
            return ErrorReport.tell(screen, gone).number();
        }
    }

    private int usageError(ParameterException wrong, String[] args) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        ErrorReport.tell(screen, ExitCode.USAGE, String.valueOf(wrong.getMessage()), usageHint(wrong, command));
        return ExitCode.USAGE.number();
    }

    private static String usageHint(ParameterException wrong, String command) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                return "Did you mean `" + String.join("` or `", near) + "`?";
            }
        }
        return "`" + command + " --help` shows the options.";
    }

    /// `reel` itself: the options every command inherits.
    @Command(name = "reel", synopsisSubcommandLabel = "<command>")
    static final class Root implements Callable<Integer> {
        @Mixin
        final Options options;

        Root(Options options) {
            this.options = options;
        }

        @Override
        public @Nullable Integer call() {
            return 0;
        }
    }
}
