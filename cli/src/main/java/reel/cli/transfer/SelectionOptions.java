package reel.cli.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import reel.cli.screen.Screen;
import reel.cli.screen.Times;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.transfer.filter.FilterRule;
import reel.transfer.filter.Filters;
import reel.transfer.job.Links;
import reel.transfer.job.Selection;

/// Which files take part, in the words of rsync and rclone.
final class SelectionOptions {
    private static final int MOST_LINES = 10_000_000;
    private static final int MOST_LINE_CHARS = 64 << 10;

    /// What some editors put at the start of a text; no part of its first line.
    private static final String BYTE_ORDER_MARK = "\ufeff";

    @Option(
            names = "--include",
            paramLabel = "<pattern>",
            parameterConsumer = Ordered.class,
            description = "Take what matches. The first of all rules that matches decides.")
    List<String> includes = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "<pattern>",
            parameterConsumer = Ordered.class,
            description = "Leave out what matches: *.tmp, /only/here, **/cache/, [!a-z]?.")
    List<String> excludes = new ArrayList<>();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "<rule>",
            parameterConsumer = Ordered.class,
            description = "'+ pattern' takes, '- pattern' leaves out.")
    List<String> rules = new ArrayList<>();

    @Option(
            names = "--filter-from",
            paramLabel = "<file>",
            parameterConsumer = Ordered.class,
            description = "Such rules from a file, a line each; # begins a remark.")
    List<String> ruleFiles = new ArrayList<>();

    @Option(
            names = "--exclude-from",
            paramLabel = "<file>",
            parameterConsumer = Ordered.class,
            description = "Patterns to leave out from a file, a line each.")
    List<String> excludeFiles = new ArrayList<>();

    @Option(
            names = "--include-from",
            paramLabel = "<file>",
            parameterConsumer = Ordered.class,
            description = "Patterns to take from a file, a line each.")
    List<String> includeFiles = new ArrayList<>();

    @Option(
            names = "--files-from",
            paramLabel = "<file>",
            description =
                    "Only these paths below the source, a line each (- for standard input), and of them only what the rules take.")
    @Nullable
    String filesFrom;

    @Option(names = "--min-size", paramLabel = "<size>", description = "No smaller files: 100K, 1.5G.")
    @Nullable
    String minSize;

    @Option(names = "--max-size", paramLabel = "<size>", description = "No larger files.")
    @Nullable
    String maxSize;

    @Option(
            names = "--min-age",
            paramLabel = "<age>",
            description = "Only files changed before: 90m, 3d, 2w, 2026-01-31.")
    @Nullable
    String minAge;

    @Option(names = "--max-age", paramLabel = "<age>", description = "Only files changed since.")
    @Nullable
    String maxAge;

    /// Every rule of the command line in its order, whichever option brought it.
    private final List<Rule> ordered = new ArrayList<>();

    /// @param option that brought it
    private record Rule(String option, String value) {}

    /// Remembers the order between options.
    static final class Ordered implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty()) {
                throw new MissingParameterException(
                        command.commandLine(), option, "Missing value of " + option.paramLabel());
            }
            try {
                SelectionOptions options = option.scope().get();
                options.ordered.add(new Rule(((OptionSpec) option).longestName(), words.pop()));
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    Selection selection(Screen screen, Links links) throws IOException {
        List<FilterRule> all = new ArrayList<>();
        for (Rule rule : ordered) {
            add(screen, all, rule.option, rule.value);
        }
        long least = minSize == null ? 0 : Amounts.bytes("--min-size", minSize);
        long most = maxSize == null ? Long.MAX_VALUE : Amounts.bytes("--max-size", maxSize);
        Instant since = maxAge == null ? null : Times.parse(maxAge).toInstant();
        Instant before = minAge == null ? null : Times.parse(minAge).toInstant();
        List<String> only = filesFrom == null ? null : paths(screen, filesFrom);
        return new Selection(Filters.of(all), only, least, most, since, before, links);
    }

    private static void add(Screen screen, List<FilterRule> all, String option, String value) throws IOException {
        switch (option) {
            case "--include" -> all.add(FilterRule.include(value));
            case "--exclude" -> all.add(FilterRule.exclude(value));
            case "--filter" -> all.add(FilterRule.parse(value));
            case "--filter-from" -> all.addAll(Filters.parse(lines(screen, value)));
            default -> {
                for (String line : lines(screen, value)) {
                    if (!line.isBlank() && !line.startsWith("#") && !line.startsWith(";")) {
                        all.add(option.equals("--include-from") ? FilterRule.include(line) : FilterRule.exclude(line));
                    }
                }
            }
        }
    }

    private static List<String> paths(Screen screen, String file) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String line : lines(screen, file)) {
            String path = line;
            while (path.startsWith("./") || path.startsWith("/")) {
                path = path.substring(path.startsWith("/") ? 1 : 2);
            }
            while (path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            if (!path.isEmpty()) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static List<String> lines(Screen screen, String file) throws IOException {
        List<String> lines = new ArrayList<>();
        Path path = screen.folder().resolve(file);
        if (!file.equals("-") && Files.isDirectory(path)) {
            throw new Refused(path.toString(), "is a folder", "Name a text file with a path or rule on each line.");
        }
        try (InputStream in = file.equals("-") ? screen.around().in() : Files.newInputStream(path);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.length() > MOST_LINE_CHARS || lines.size() == MOST_LINES) {
                    throw new Refused(
                            file, "is no list of lines", "Name a text file with a path or rule on each line.");
                }
                lines.add(lines.isEmpty() && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line);
            }
        } catch (NoSuchFileException gone) {
            throw new Missing(path.toString(), "there is no such file", "Check the name behind the option.", gone);
        }
        return lines;
    }
}
