package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Touching;
import reel.transfer.discover.Item;

/// Folders of the destination whose owner may not write into them, as a copy of read-only media leaves them. One that
/// gets something is opened for its owner first, and has its mode again, or the source's, when all is done.
///
/// Where modes are not kept they are not the transfer's business: such folders stay closed. Of folders that are met
/// none is kept but those that are closed: there are few. A superuser may write anyway, and whose folder it is only the
/// place knows: whether opening helped is seen by the writing.
final class ClosedFolders {
    private static final int OWNER_ALL = 0700;
    private static final int OWNER_WRITE = 0200;

    private final Setting setting;
    private final Map<String, Integer> closed = new HashMap<>();
    private final Map<String, Integer> opened = new HashMap<>();

    ClosedFolders(Setting setting) {
        this.setting = setting;
    }

    /// Meets a folder that both sides have.
    synchronized void met(Item folder) {
        Entry there = folder.old();
        Integer mode = there == null ? null : there.meta().mode();
        boolean ours = setting.kept(folder.source().meta()).mode() != null;
        if (mode != null && (mode & OWNER_WRITE) == 0 && ours && setting.to().touching() != null) {
            closed.put(folder.path(), mode);
        }
    }

    /// Something is about to be written to or deleted at `path`: the folders above it that are closed are opened.
    synchronized void opening(String path) throws IOException {
        for (String above = path; !closed.isEmpty() && !above.isEmpty(); ) {
            above = above.substring(0, Math.max(0, above.lastIndexOf('/')));
            Integer mode = closed.remove(above);
            if (mode != null && touch(above, mode | OWNER_ALL)) {
                opened.put(above, mode);
            }
        }
    }

    /// The folder got the mode it is to have.
    synchronized void stamped(String path) {
        opened.remove(path);
    }

    /// Gives every folder that still is open its mode back.
    synchronized void close() throws IOException {
        for (Map.Entry<String, Integer> one : opened.entrySet()) {
            if (!touch(one.getKey(), one.getValue())) {
                setting.note(one.getKey(), "was opened to be written into, and could not be closed again");
            }
        }
        opened.clear();
    }

    private boolean touch(String path, int mode) throws IOException {
        Touching touching = setting.to().touching();
        try {
            if (touching != null) {
                touching.touch(setting.job().destination().at(path), null, Meta.ofMode(mode));
            }
            return touching != null;
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException notOurs) {
            return false;
        }
    }
}
