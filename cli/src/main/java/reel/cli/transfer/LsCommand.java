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

@Command(
        name = "ls",
        description = "List a folder of this machine, a server or a cloud.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  reel ls nas:/projects",
            "  reel ls -l s3://bucket/film/",
            "  reel ls -R --json az://account/container > tree.json",
            "",
            "For the files of a version: reel ls-files."
        })
public final class LsCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "<place>",
            description = "What to list; the folder you are in if not said.")
    List<String> places = List.of();

    @Option(
            names = {"-l", "--long"},
            description = "With mode, size and time.")
    boolean details;

    @Option(
            names = {"-R", "--recursive"},
            description = "Everything below, too.")
    boolean recursive;

    @Option(names = "--bytes", description = "With sizes in bytes.")
    boolean exact;

    private boolean incomplete;

    public LsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        List<String> typed = places.isEmpty() ? List.of(".") : places;
        try (PlaceSession session = PlaceSession.open(Callers.of(screen))) {
            if (screen.isJson()) {
                screen.json(json -> json.array("places", array -> {
                    for (String place : typed) {
                        Found found = session.require(place);
                        array.object(one -> {
                            one.put("place", found.endpoint().toString());
                            one.array(
                                    "entries",
                                    entries -> list(
                                            found,
                                            (entry, shown) ->
                                                    entries.object(object -> EntryText.json(object, entry, shown))));
                        });
                    }
                }));
            } else {
                for (int i = 0; i < typed.size(); i++) {
                    Found found = session.require(typed.get(i));
                    if (typed.size() > 1 && found.isFolder()) {
                        screen.line((i == 0 ? "" : "\n") + EntryText.quoted(typed.get(i)) + ":");
                    }
                    list(found, this::line);
                }
            }
        }
        return incomplete ? ExitCode.DIFFERENT.number() : 0;
    }

    private void line(Entry entry, String shown) {
        String before = details || exact ? EntryText.details(entry, exact) : "";
        screen.line(before + EntryText.name(entry, shown, screen.style()));
    }

    /// One entry, under the name it is shown by.
    private interface Shown {
        void show(Entry entry, String name) throws IOException;
    }

    private void list(Found found, Shown shown) throws IOException {
        Entry top = java.util.Objects.requireNonNull(found.entry());
        if (!found.isFolder()) {
            shown.show(top, found.endpoint().path().isEmpty() ? found.spot().name() : top.name());
            return;
        }
        String base = found.endpoint().path();
        int cut = base.isEmpty() ? 0 : base.length() + 1;
        new TreeWalk(found.endpoint().place(), recursive ? Integer.MAX_VALUE : 1, new TreeWalk.Visitor() {
                    @Override
                    public void entry(Entry entry, int depth, boolean last) throws IOException {
                        shown.show(entry, entry.path().substring(cut));
                    }

                    @Override
                    public void unreadable(String folder, IOException why) {
                        incomplete = true;
                        Warnings.unreadable(screen, found.endpoint(), folder, why);
                    }
                })
                .run(found.endpoint());
    }
}
