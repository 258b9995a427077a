package reel.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import reel.cli.screen.Screen;

@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(reel completion bash)",
            "  reel completion zsh > ~/.reel-completion && echo 'source ~/.reel-completion' >> ~/.zshrc",
            "  reel completion fish > ~/.config/fish/completions/reel.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /// The shells there are scripts for.
    enum ShellName {
        bash,
        zsh,
        fish
    }

    private final Screen screen;
    private final Lines lines;

    @Parameters(paramLabel = "<shell>", description = "${COMPLETION-CANDIDATES}")
    @Nullable
    ShellName name;

    CompletionCommand(Screen screen, Lines lines) {
        this.screen = screen;
        this.lines = lines;
    }

    @Override
    public Integer call() {
        CommandLine all = lines.line(Catalog.all());
        if (name == ShellName.fish) {
            screen.out().print(fish(all));
        } else {
            // The script loads zsh's bash emulation by itself where it finds zsh.
            screen.out().print(AutoComplete.bash("reel", all));
        }
        return 0;
    }

    private static String fish(CommandLine all) {
        StringBuilder script = new StringBuilder("# fish completion for reel\n");
        options(script, all.getCommandSpec(), "");
        all.getSubcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            script.append("complete -c reel -n __fish_use_subcommand -f -a ")
                    .append(name)
                    .append(" -d ")
                    .append(quoted(summary(spec)))
                    .append('\n');
            String inside = " -n " + quoted("__fish_seen_subcommand_from " + name);
            options(script, spec, inside);
            command.getSubcommands().forEach((inner, innerCommand) -> {
                script.append("complete -c reel")
                        .append(inside)
                        .append(" -f -a ")
                        .append(inner)
                        .append(" -d ")
                        .append(quoted(summary(innerCommand.getCommandSpec())))
                        .append('\n');
                options(
                        script,
                        innerCommand.getCommandSpec(),
                        " -n "
                                + quoted("__fish_seen_subcommand_from " + name + "; and __fish_seen_subcommand_from "
                                        + inner));
            });
        });
        return script.toString();
    }

    private static void options(StringBuilder script, CommandSpec spec, String condition) {
        for (OptionSpec option : spec.options()) {
            if (option.hidden() || (option.inherited() && !condition.isEmpty())) {
                continue;
            }
            script.append("complete -c reel").append(condition);
            for (String name : option.names()) {
                boolean isLong = name.startsWith("--");
                script.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
            }
            if (option.arity().max() > 0) {
                script.append(" -r");
            }
            String text = option.description().length == 0 ? "" : option.description()[0];
            script.append(" -d ").append(quoted(text)).append('\n');
        }
    }

    private static String summary(CommandSpec spec) {
        String[] description = spec.usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static String quoted(String text) {
        // Descriptions are format strings: a percent sign is written twice in them.
        return "'" + text.replace("%%", "%").replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
