package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import reel.backend.place.Entry;
import reel.backend.place.Touching;
import reel.transfer.discover.Item;
import reel.transfer.job.Transform;

/// Permissions that changed at the source without the file's bytes: set at the destination, where it holds them.
/// Thread-safe.
final class Permissions {
    /// Set-id bits go only with an owner, who may not be kept.
    private static final int COMPARED = 01777;

    private final Setting setting;

    /// Whether the destination took permissions and told others: then it holds none, like a card's file system.
    private volatile boolean unheld;

    Permissions(Setting setting) {
        this.setting = setting;
    }

    /// Whether those of a file that both sides have are to be set.
    boolean differ(Item item) {
        Entry old = item.old();
        return old != null
                && item.source().isFile()
                && setting.to().touching() != null
                && setting.job().options().keeping().metadata()
                && setting.job().options().transform() instanceof Transform.None
                && !unheld
                && !same(item.source(), old);
    }

    /// Sets them if they differ. What the destination refuses is told, and no reason to fail: the bytes are there.
    void update(Item item) throws IOException {
        Touching touching = setting.to().touching();
        if (touching == null || !differ(item)) {
            return;
        }
        if (!setting.job().options().dryRun()) {
            Entry source = item.source();
            String path = setting.job().destination().at(item.path());
            try {
                touching.touch(path, null, setting.kept(source.meta()));
                if (!same(source, setting.destination().stat(path))) {
                    unheld = true;
                    return;
                }
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (IOException refused) {
                setting.note(item.path(), "its permissions are not kept: " + refused.getMessage());
                return;
            }
        }
        setting.tally().touched(item.path());
    }

    private static boolean same(Entry source, Entry old) {
        Integer wanted = source.meta().mode();
        Integer there = old.meta().mode();
        return wanted == null || there == null || ((wanted ^ there) & COMPARED) == 0;
    }
}
