package reel.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.stream.Missing;

@Command(
        name = "help",
        description = "Explain a command or a topic.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel help commit", "  reel help exit-codes"})
final class HelpCommand implements Callable<Integer> {
    private static final String EXIT_CODES = "exit-codes";

    private final Screen screen;
    private final Lines lines;

    @Parameters(arity = "0..1", paramLabel = "<command>", description = "A command's name, or exit-codes.")
    @Nullable
    String topic;

    HelpCommand(Screen screen, Lines lines) {
        this.screen = screen;
        this.lines = lines;
    }

    @Override
    public Integer call() throws Missing {
        if (topic == null) {
            RootHelp.print(screen);
            return 0;
        }
        if (topic.equals(EXIT_CODES)) {
            for (ExitCode code : ExitCode.values()) {
                screen.line(String.format("%4d  %-12s %s", code.number(), code.word(), code.meaning()));
            }
            return 0;
        }
        Catalog.Entry entry = Catalog.find(topic);
        if (entry == null) {
            throw new Missing(
                    "help on '" + topic + "'",
                    "there is no such command or topic",
                    Suggestions.closest(topic, Catalog.names())
                            .map(near -> "Did you mean `reel help " + near + "`?")
                            .orElse("`reel --help` lists the commands."));
        }
        CommandLine line = lines.line(List.of(entry));
        line.getSubcommands().values().forEach(command -> command.usage(line.getOut()));
        return 0;
    }
}
