package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Renames onto a file that is there, with a server that has only the standard's word for it, which replaces nothing.
@Timeout(60)
final class PlainRenameTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /// What the server has.
    private final Map<String, String> files = new ConcurrentHashMap<>();

    /// The rename that fails without a reason, or after which nothing is answered any more; 0 for none.
    private final AtomicInteger failing = new AtomicInteger();

    private final AtomicInteger dying = new AtomicInteger();

    private void play(FakePeer peer) throws Exception {
        peer.welcome();
        int renames = 0;
        while (true) {
            FakePeer.Asked next = peer.next();
            String path = next.text();
            int status = Wire.OK;
            if (next.type() == Wire.LSTAT) {
                if (files.containsKey(path)) {
                    peer.answer(Wire.ATTRS, next.id(), FakePeer.attributes(3));
                    continue;
                }
                status = Wire.NO_SUCH_FILE;
            } else if (next.type() == Wire.REMOVE) {
                status = files.remove(path) == null ? Wire.NO_SUCH_FILE : Wire.OK;
            } else if (next.type() == Wire.RENAME) {
                renames++;
                status = rename(path, next.text(), renames == failing.get());
                if (renames == dying.get()) {
                    return;
                }
            }
            peer.status(next.id(), status);
        }
    }

    private int rename(String from, String to, boolean fails) {
        if (!files.containsKey(from)) {
            return Wire.NO_SUCH_FILE;
        }
        if (fails || files.containsKey(to)) {
            return Wire.FAILURE;
        }
        files.put(to, files.remove(from));
        return Wire.OK;
    }

    private void rename() throws Exception {
        try (FakePeer peer = new FakePeer(this::play);
                Sftp sftp = Sftp.open(peer.tube(), "u@peer", LONG, Duration.ofSeconds(1))) {
            sftp.rename("/f/new", "/f/film");
            // What nobody waits for has been done when the next is answered.
            assertThat(sftp.lstatOrNull("/f/none")).isNull();
        }
    }

    @Test
    void rename_replacesWhatIsThere() throws Exception {
        files.putAll(Map.of("/f/new", "new", "/f/film", "old"));

        rename();

        assertThat(files).isEqualTo(Map.of("/f/film", "new"));
    }

    @Test
    void rename_thatFails_leavesWhatWasThere() {
        files.putAll(Map.of("/f/new", "new", "/f/film", "old"));
        failing.set(3);

        assertThatThrownBy(this::rename).isInstanceOf(IOException.class);

        assertThat(files).isEqualTo(Map.of("/f/new", "new", "/f/film", "old"));
    }

    @Test
    void rename_thatEndsHalfWay_losesNothing_andTheNextLeavesNothing() throws Exception {
        files.putAll(Map.of("/f/new", "new", "/f/film", "old"));
        for (int last = 2; last <= 3; last++) {
            files.clear();
            files.putAll(Map.of("/f/new", "new", "/f/film", "old"));
            dying.set(last);
            assertThatThrownBy(this::rename).isInstanceOf(IOException.class);
            assertThat(files.values()).as("after rename %s", last).contains("old", "new");
            files.put("/f/new", "new");
            dying.set(0);

            rename();

            assertThat(files).as("after rename %s", last).isEqualTo(Map.of("/f/film", "new"));
        }
    }

    @Test
    void rename_thatFailsForNoFileThatIsThere_touchesNothing() {
        files.putAll(Map.of("/f/new", "new"));
        failing.set(1);

        assertThatThrownBy(this::rename).isInstanceOf(IOException.class);

        assertThat(files).isEqualTo(Map.of("/f/new", "new"));
    }
}
