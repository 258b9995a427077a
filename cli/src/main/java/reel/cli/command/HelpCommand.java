package reel.cli.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
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
        footer = {"  reel help commit", "  reel help protect encode", "  reel help exit-codes"})
final class HelpCommand implements Callable<Integer> {
    private static final String EXIT_CODES = "exit-codes";

    private final Screen screen;
    private final Lines lines;

    @Parameters(arity = "0..*", paramLabel = "<command>", description = "A command's name, or exit-codes.")
    List<String> words = new ArrayList<>();

    HelpCommand(Screen screen, Lines lines) {
        this.screen = screen;
        this.lines = lines;
    }

    @Override
    public Integer call() throws Missing {
        if (words.isEmpty()) {
            RootHelp.print(screen);
            return 0;
        }
        if (words.equals(List.of(EXIT_CODES))) {
            for (ExitCode code : ExitCode.values()) {
                screen.line(String.format("%4d  %-12s %s", code.number(), code.word(), code.meaning()));
            }
            return 0;
        }
        Catalog.Entry entry = Catalog.find(words.getFirst());
        if (entry == null) {
            throw unknown("", words.getFirst(), Catalog.names());
        }
        CommandLine command = lines.line(List.of(entry));
        String before = "";
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                throw unknown(before, word, command.getSubcommands().keySet());
            }
            command = below;
            before += word + " ";
        }
        command.usage(command.getOut());
        return 0;
    }

    private static Missing unknown(String before, String word, Collection<String> known) {
        return new Missing(
                "help on '" + before + word + "'",
                "there is no such command or topic",
                Suggestions.closest(word, known)
                        .map(near -> "Did you mean `reel help " + before + near + "`?")
                        .orElse("`reel " + before + "--help` lists the commands."));
    }
}
