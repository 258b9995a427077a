package reel.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import reel.cli.screen.Screen;

@Command(
        name = "recover",
        description =
                "Bring a file back from its symbols, whole and checked, or write nothing: `protect decode` in short.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel recover symbols -o movie.mov",
            "  reel recover safe                     a container knows the name the file had",
            "  `reel protect verify symbols` tells beforehand whether enough is left."
        })
final class RecoverCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private DecodeOptions decoding = new DecodeOptions();

    RecoverCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return decoding.decode(screen);
    }
}
