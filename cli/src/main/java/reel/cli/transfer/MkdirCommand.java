package reel.cli.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.transfer.Found;
import reel.app.transfer.PlaceSession;
import reel.cli.screen.Callers;
import reel.cli.screen.Screen;
import reel.stream.Conflict;

@Command(
        name = "mkdir",
        description = "Make a folder, and those above it, on this machine, a server or a cloud.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel mkdir nas:/projects/film/shots", "  reel mkdir --json ./a ./b"})
public final class MkdirCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "1..*", paramLabel = "<place>", description = "The folder; one that is there is no error.")
    List<String> places = List.of();

    @Option(
            names = {"-p", "--parents"},
            description = "Taken for granted.")
    boolean parents;

    public MkdirCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            for (String place : places) {
                Found found = session.find(place);
                if (found.isThere() && !found.isFolder()) {
                    throw new Conflict(found.endpoint().toString(), "is there, and is no folder", "Take another name.");
                }
                if (!found.endpoint().place().traits().folders()) {
                    screen.say(found.endpoint() + " has no folders of its own; they come with the first file");
                }
                found.endpoint().place().makeFolder(found.endpoint().path());
            }
        }
        if (screen.isJson()) {
            screen.json(json -> json.array("made", array -> places.forEach(array::add)));
        }
        return 0;
    }
}
