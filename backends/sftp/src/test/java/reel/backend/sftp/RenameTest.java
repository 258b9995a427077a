package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reel.backend.place.Moving;
import reel.backend.place.Place;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

/// Renames that a server fails without a word, as between two of its file systems.
@Timeout(60)
final class RenameTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    /// There is `/base/a` and nothing else.
    private void play(FakePeer peer) throws Exception {
        peer.welcome();
        while (true) {
            FakePeer.Asked next = peer.next();
            asked.add(next.type());
            if (next.type() == Wire.LSTAT && next.text().equals("/base/a")) {
                peer.answer(Wire.ATTRS, next.id(), FakePeer.attributes(7));
            } else {
                peer.status(next.id(), next.type() == Wire.RENAME ? Wire.FAILURE : Wire.NO_SUCH_FILE);
            }
        }
    }

    /// Trying again does not help; copying does.
    @Test
    void rename_thatFailsWithoutAWord_isRefused() throws Exception {
        try (MemoryBudget memory = MemoryBudget.of(8 << 20);
                FakePeer peer = new FakePeer(this::play)) {
            Lines lines = new Lines(() -> Sftp.open(peer.tube(), "u@peer", LONG, LONG), 1, true);
            try (Place place = SftpPlace.open("sftp://peer/base", "/base", lines, lines::close, memory)) {
                Moving moving = Objects.requireNonNull(place.traits().moving());
                assertThatThrownBy(() -> moving.move("a", "b")).isInstanceOf(Refused.class);
            }
        }
        assertThat(asked.stream().filter(type -> type == Wire.RENAME)).hasSize(1);
    }
}
