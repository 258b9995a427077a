package reel.cli.command;

import java.util.List;
import picocli.CommandLine;

/// Makes a command line with these commands, for the commands that explain others.
@FunctionalInterface
public interface Lines {
    CommandLine line(List<Catalog.Entry> entries);
}
