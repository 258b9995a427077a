package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import reel.backend.place.Entry;
import reel.stream.Conflict;
import reel.transfer.discover.Item;
import reel.transfer.job.Skip;

/// What follows from a file that did not arrive.
final class Outcome {
    private Outcome() {}

    /// Sends a file that changed once more; tells any other failure. Mistakes of the program end the transfer.
    ///
    /// @param stored bytes of this try that do not count any more
    static void of(Setting setting, Item item, long stored, Throwable why) {
        if (setting.stopping().get()) {
            return;
        }
        setting.tally().spared(item.path(), -stored);
        switch (why) {
            case Conflict exists
            when setting.job().options().comparison().ignoreExisting() ->
                setting.tally().skipped(item.path(), Skip.EXISTS);
            case Conflict changed when setting.restarts().grant(item.path()) -> again(setting, item, changed);
            case IOException failure -> setting.tally().failed(item.path(), failure);
            case RuntimeException mistake -> throw mistake;
            case Error error -> throw error;
            default -> throw new IllegalStateException(why);
        }
    }

    private static void again(Setting setting, Item item, Conflict changed) {
        try {
            Entry now = setting.source().stat(item.source().path());
            if (!now.isFile()) {
                throw changed;
            }
            setting.again().add(new Item(item.path(), now, item.old(), false));
        } catch (InterruptedIOException interrupted) {
            setting.stopping().set(true);
        } catch (IOException gone) {
            setting.tally().failed(item.path(), gone);
        }
    }
}
