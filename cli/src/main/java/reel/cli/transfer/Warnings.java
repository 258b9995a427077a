package reel.cli.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.Screen;
import reel.stream.ReelException;
import reel.transfer.job.Endpoint;

/// Failures of single paths, said in passing.
final class Warnings {
    private Warnings() {}

    static void unreadable(Screen screen, Endpoint root, String folder, IOException why) {
        screen.warn("not listed: " + words(why, root.place().traits().name() + "/" + folder));
    }

    /// What a failure says; the path in front where it does not name one.
    static String words(IOException why, String path) {
        String said = why.getMessage();
        return why instanceof ReelException && said != null
                ? said
                : path + ": " + (said == null ? why.getClass().getSimpleName() : said);
    }

    static @Nullable String hint(IOException why) {
        return why instanceof ReelException known ? known.hint() : null;
    }
}
