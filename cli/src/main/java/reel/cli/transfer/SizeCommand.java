package reel.cli.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
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

@Command(
        name = "size",
        description = "Count the files and bytes below a place.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel size nas:/projects/film", "  reel size --bytes ./a ./b", "  reel size s3://bucket --json"})
public final class SizeCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<place>",
            description = "What to count; the folder you are in if not said.")
    List<String> places = List.of();

    @Option(names = "--bytes", description = "Bytes as a plain number.")
    boolean exact;

    private boolean incomplete;

    public SizeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        List<String> typed = places.isEmpty() ? List.of(".") : places;
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            if (screen.isJson()) {
                screen.json(json -> json.array("places", array -> {
                    for (String place : typed) {
                        Sum sum = sum(session.require(place));
                        array.object(one -> one.put("place", sum.place)
                                .put("files", sum.files)
                                .put("bytes", sum.bytes)
                                .put("unknown", sum.unknown));
                    }
                }));
            } else {
                for (String place : typed) {
                    print(place, sum(session.require(place)), typed.size() > 1);
                }
            }
        }
        return incomplete ? ExitCode.DIFFERENT.number() : 0;
    }

    private void print(String typed, Sum sum, boolean several) {
        String bytes = exact ? Long.toString(sum.bytes) : Sizes.bytes(sum.bytes);
        String name = several ? "  " + EntryText.quoted(typed) : "";
        String unknown =
                sum.unknown == 0 ? "" : ", and " + Sizes.count(sum.unknown, "file") + " whose size is not told";
        screen.line(bytes + "  " + Sizes.count(sum.files, "file") + unknown + name);
    }

    /// What was counted so far.
    private static final class Sum {
        private final String place;
        private long files;
        private long bytes;
        private long unknown;

        Sum(String place) {
            this.place = place;
        }

        void add(Entry entry) {
            if (entry.isFile()) {
                files++;
                bytes += Math.max(0, entry.size());
                unknown += entry.size() < 0 ? 1 : 0;
            }
        }
    }

    private Sum sum(Found found) throws IOException {
        Sum sum = new Sum(found.endpoint().toString());
        Entry top = java.util.Objects.requireNonNull(found.entry());
        if (!found.isFolder()) {
            sum.add(top);
            return sum;
        }
        boolean unused = TreeWalk.quick(found.endpoint(), new TreeWalk.Visitor() {
            @Override
            public void entry(Entry entry, int depth, boolean last) {
                sum.add(entry);
            }

            @Override
            public void unreadable(String folder, IOException why) {
                incomplete = true;
                Warnings.unreadable(screen, found.endpoint(), folder, why);
            }
        });
        return sum;
    }
}
