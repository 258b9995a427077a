package reel.cli.transfer;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reel.app.transfer.Found;
import reel.app.transfer.PlaceSession;
import reel.app.transfer.TreeWalk;
import reel.backend.place.Entry;
import reel.cli.screen.Callers;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Usage;

@Command(
        name = "tree",
        description = "Draw the tree of a folder of this machine, a server or a cloud.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel tree nas:/projects", "  reel tree -L 2 --sizes s3://bucket", "  reel tree --json ./film"})
public final class TreeCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(arity = "0..1", paramLabel = "<place>", description = "The folder; the one you are in if not said.")
    String place = ".";

    @Option(
            names = {"-L", "--level"},
            paramLabel = "<depth>",
            description = "Not deeper than this.")
    @Nullable
    Integer level;

    @Option(
            names = {"-s", "--sizes"},
            description = "With sizes.")
    boolean sizes;

    @Option(
            names = {"-d", "--folders"},
            description = "Folders only.")
    boolean foldersOnly;

    private boolean incomplete;
    private long folders;
    private long files;
    private long bytes;

    public TreeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (level != null && level < 1) {
            throw new Usage("-L " + level + ": expected 1 or more");
        }
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            Found found = session.require(place);
            if (screen.isJson()) {
                screen.json(json -> {
                    json.put("place", found.endpoint().toString());
                    json.array(
                            "entries",
                            array -> walk(found, new Quiet() {
                                @Override
                                public void entry(Entry entry, int depth, boolean last) throws IOException {
                                    count(entry);
                                    array.object(one -> EntryText.json(one, entry, below(found, entry)));
                                }
                            }));
                    json.put("folders", folders);
                    json.put("files", files);
                    json.put("bytes", bytes);
                });
                return code();
            }
            screen.line(screen.style().bold(EntryText.quoted(place)));
            walk(found, new Drawing());
            screen.say(Sizes.count(folders, "folder") + ", " + Sizes.count(files, "file") + ", " + Sizes.bytes(bytes));
            return code();
        }
    }

    private int code() {
        return incomplete ? ExitCode.DIFFERENT.number() : 0;
    }

    private static String below(Found found, Entry entry) {
        String base = found.endpoint().path();
        return base.isEmpty() ? entry.path() : entry.path().substring(base.length() + 1);
    }

    private void walk(Found found, Quiet visitor) throws IOException {
        if (found.isFolder()) {
            visitor.found = found;
            new TreeWalk(found.endpoint().place(), level == null ? Integer.MAX_VALUE : level, visitor)
                    .run(found.endpoint());
        }
    }

    private void count(Entry entry) {
        if (entry.isFolder()) {
            folders++;
        } else {
            files++;
            bytes += Math.max(0, entry.size());
        }
    }

    /// Says which folders cannot be read.
    private abstract class Quiet implements TreeWalk.Visitor {
        private @Nullable Found found;

        @Override
        public void unreadable(String folder, IOException why) {
            incomplete = true;
            if (found != null) {
                Warnings.unreadable(screen, found.endpoint(), folder, why);
            }
        }
    }

    private final class Drawing extends Quiet {
        private final StringBuilder rails = new StringBuilder();

        @Override
        public void entry(Entry entry, int depth, boolean last) {
            count(entry);
            rails.setLength(Math.min(rails.length(), 4 * (depth - 1)));
            if (!foldersOnly || entry.isFolder()) {
                String size = !sizes ? "" : entry.isFile() ? "  [" + Sizes.bytes(Math.max(0, entry.size())) + "]" : "";
                screen.line(
                        rails + (last ? "└── " : "├── ") + EntryText.name(entry, entry.name(), screen.style()) + size);
            }
            rails.append(last ? "    " : "│   ");
        }
    }
}
