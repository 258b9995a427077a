package reel.cli.command;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import reel.cli.screen.Screen;
import reel.cli.screen.Style;

/// `reel --help`: the commands by what they are for, told without building any of them.
public final class RootHelp extends Help {
    private final Screen screen;

    public RootHelp(CommandSpec spec, ColorScheme scheme, Screen screen) {
        super(spec, scheme);
        this.screen = screen;
    }

    public static void print(Screen screen) {
        screen.out().print(text(screen.style()));
    }

    /// picocli asks for the parts in order; all of the text is the header, the other parts are empty.
    @Override
    public String headerHeading(Object... params) {
        return text(screen.style());
    }

    @Override
    public String synopsisHeading(Object... params) {
        return "";
    }

    @Override
    public String synopsis(int headingLength) {
        return "";
    }

    @Override
    public String optionList() {
        return "";
    }

    @Override
    public String commandList() {
        return "";
    }

    private static String text(Style style) {
        StringBuilder text = new StringBuilder();
        text.append(style.bold("reel")).append(" keeps every version of huge media, and stores only what changed.\n\n");
        text.append("Usage: reel [options] <command> [arguments]\n");
        for (Catalog.Group group : Catalog.Group.values()) {
            text.append('\n').append(style.bold(group.title())).append('\n');
            for (Catalog.Entry entry : Catalog.all()) {
                if (entry.group() == group) {
                    text.append("  ")
                            .append(style.green(entry.name()))
                            .append(" ".repeat(12 - entry.name().length()))
                            .append(entry.summary())
                            .append('\n');
                }
            }
        }
        text.append("""

                Options for every command, before or after its name
                  -C <folder>       run as if started there
                  -q, --quiet       results and errors only      --json             the result as JSON
                      --verbose     more, and traces of errors   --color <when>     auto, always, never
                      --memory <p>  low, default, high, max      -h, --help         help on a command

                `reel <command> --help` shows a command with examples, `reel help exit-codes` what the exit codes mean.
                Try it on made-up media first: reel demo
                """);
        return text.toString();
    }
}
