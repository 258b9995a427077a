package reel.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reel.app.keep.WriteParity;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Times;
import reel.protect.parity.ParityStore;

@Command(
        name = "parity",
        description = "Make the parity that packs lack, by the setting store.parity. Needs no key.",
        footerHeading = "%nExamples:%n",
        footer = {"  reel parity", "  reel config set store.parity 20%%"})
final class ParityCommand implements Callable<Integer> {
    private final Screen screen;

    @Option(
            names = "--wait",
            paramLabel = "<time>",
            description = "For another process that is at it; 1m if not given.")
    String wait = "1m";

    ParityCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Duration patience = Times.length(wait);
        ParityStore.Written written = new WriteParity(patience).run(Access.caller(screen));
        if (screen.isJson()) {
            screen.json(json -> json.put("groups", written.groups())
                    .put("packs", written.packs())
                    .put("pack_bytes", written.packBytes())
                    .put("parity_bytes", written.parityBytes())
                    .put("skipped", written.skipped().size()));
        } else {
            screen.say("Made " + Sizes.bytes(written.parityBytes()) + " of parity for "
                    + Sizes.count(written.packs(), "pack") + " (" + Sizes.bytes(written.packBytes()) + ")");
            written.skipped().forEach(pack -> screen.warn("pack " + pack + " is damaged; run `reel repair`"));
        }
        return 0;
    }
}
