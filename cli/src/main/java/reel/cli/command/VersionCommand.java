package reel.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import reel.app.Version;
import reel.cli.screen.Screen;

@Command(
        name = "version",
        description = "Print the version and what this machine offers.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel version", "  reel version --json"})
final class VersionCommand implements Callable<Integer> {
    private final Screen screen;

    VersionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws java.io.IOException {
        Version version = Version.current();
        if (screen.isJson()) {
            screen.json(json -> json.put("version", version.reel())
                    .put("java", version.java())
                    .put("vm", version.vm())
                    .put("os", version.os())
                    .put("processors", version.processors())
                    .put("format", version.format())
                    .put("hash_kernel", version.hashKernel()));
            return 0;
        }
        screen.line("reel " + version.reel());
        if (screen.isVerbose()) {
            screen.line("java " + version.java() + " (" + version.vm() + ")");
            screen.line("on " + version.os() + ", " + version.processors() + " processors");
            screen.line("repository format " + version.format());
            screen.line("hash kernel " + version.hashKernel());
        }
        return 0;
    }
}
