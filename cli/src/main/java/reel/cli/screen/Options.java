package reel.cli.screen;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options every command has, before or after its name.
public final class Options {
    /// When to colour.
    public enum Colour {
        auto,
        always,
        never
    }

    @Option(
            names = "-C",
            paramLabel = "<folder>",
            scope = ScopeType.INHERIT,
            order = 900,
            description = "Run as if started in this folder.")
    public @Nullable Path folder;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            order = 901,
            description = "Print results and errors only.")
    public boolean quiet;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            order = 902,
            description = "Print more, and the full trace of an error.")
    public boolean verbose;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 903,
            description = "Print the result as JSON (docs/json.md).")
    public boolean json;

    @Option(
            names = "--memory",
            paramLabel = "<profile>",
            scope = ScopeType.INHERIT,
            order = 904,
            description = "Memory for the whole process: low, default, high, max, or a size such as 512m.")
    public @Nullable String memory;

    @Option(
            names = "--color",
            paramLabel = "<when>",
            scope = ScopeType.INHERIT,
            order = 905,
            description = "Colour: auto, always or never.")
    public Colour colour = Colour.auto;

    @Option(
            names = "--identity",
            paramLabel = "<file>",
            scope = ScopeType.INHERIT,
            order = 906,
            description = "Open an encrypted repository with this identity.")
    public @Nullable Path identity;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 907,
            description = "Print this help.")
    boolean help;
}
