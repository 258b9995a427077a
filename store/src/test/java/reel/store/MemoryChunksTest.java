package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reel.stream.Corrupt;

final class MemoryChunksTest extends ChunksContract {
    @Override
    Chunks chunks() {
        return new MemoryChunks();
    }

    @Test
    void read_ofDamagedChunk_isCorrupt() throws IOException {
        MemoryChunks store = new MemoryChunks();
        Chunk chunk = Chunk.noise(new Random(1), 100);
        Chunk.putAll(store, List.of(chunk));
        assertThat(store.ids()).containsExactly(chunk.id());
        store.damage(chunk.id(), new byte[100]);
        assertThatThrownBy(() -> store.read(chunk.id(), 100)).isInstanceOf(Corrupt.class);
        assertThat(store.lose(chunk.id())).isTrue();
        assertThat(store.contains(chunk.id())).isFalse();
    }
}
