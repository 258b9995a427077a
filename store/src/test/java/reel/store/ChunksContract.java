package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Scope;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// What every set of chunks does.
abstract class ChunksContract {
    /// A fresh, empty set.
    abstract Chunks chunks() throws IOException;

    @Test
    void read_afterFlush_givesEveryChunkOnAndOffTheHeap() throws IOException {
        Chunks store = chunks();
        List<Chunk> mixed = Chunk.mixed(new Random(1), 400, 40_000);
        Chunk.putAll(store, mixed);
        try (Arena arena = Arena.ofConfined()) {
            for (Chunk chunk : mixed) {
                assertThat(store.contains(chunk.id())).isTrue();
                assertThat(store.length(chunk.id())).isEqualTo(chunk.bytes().length);
                assertThat(store.read(chunk.id(), 40_000)).isEqualTo(chunk.bytes());
                MemorySegment off = arena.allocate(chunk.bytes().length);
                store.read(chunk.id(), off);
                assertThat(off.mismatch(MemorySegment.ofArray(chunk.bytes()))).isEqualTo(-1);
            }
        }
    }

    @Test
    void put_beforeFlush_isNotVisible() throws IOException {
        Chunks store = chunks();
        Chunk chunk = Chunk.noise(new Random(2), 100);
        try (ChunkWriter writer = store.writer()) {
            assertThat(chunk.putInto(writer)).isTrue();
            assertThat(chunk.putInto(writer)).isFalse();
            assertThat(store.contains(chunk.id())).isFalse();
        }
        assertThat(store.contains(chunk.id())).isFalse();
        assertThatThrownBy(() -> store.read(chunk.id(), 1000)).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> store.length(chunk.id())).isInstanceOf(Missing.class);
    }

    @Test
    void put_ofStoredChunk_isNotNew() throws IOException {
        Chunks store = chunks();
        List<Chunk> mixed = Chunk.mixed(new Random(3), 200, 10_000);
        Chunk.putAll(store, mixed);
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : mixed) {
                assertThat(chunk.putInto(writer)).isFalse();
            }
            writer.flush();
            ChunkWriter.Stored stored = writer.stored();
            assertThat(stored.chunks()).isEqualTo(mixed.size());
            assertThat(stored.newChunks()).isZero();
            assertThat(stored.newBytes()).isZero();
            assertThat(stored.storedBytes()).isZero();
        }
    }

    @Test
    void put_ofSameChunksByManyThreads_storesEachOnce() throws IOException {
        Chunks store = chunks();
        List<Chunk> mixed = Chunk.mixed(new Random(4), 300, 5_000);
        Set<Hash> distinct = new HashSet<>();
        mixed.forEach(chunk -> distinct.add(chunk.id()));
        AtomicInteger added = new AtomicInteger();
        try (ChunkWriter writer = store.writer();
                Scope scope = Scope.open("put")) {
            for (int t = 0; t < 4; t++) {
                Future<?> unused = scope.fork(() -> {
                    for (Chunk chunk : mixed) {
                        if (chunk.putInto(writer)) {
                            added.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
            scope.join();
            writer.flush();
            assertThat(writer.stored().newChunks()).isEqualTo(distinct.size());
        }
        assertThat(added).hasValue(distinct.size());
        for (Chunk chunk : mixed) {
            assertThat(store.read(chunk.id(), 5_000)).isEqualTo(chunk.bytes());
        }
    }

    @Test
    void writer_afterFlush_goesOn() throws IOException {
        Chunks store = chunks();
        List<Chunk> first = Chunk.mixed(new Random(5), 50, 3_000);
        List<Chunk> second = Chunk.mixed(new Random(6), 50, 3_000);
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : first) {
                chunk.putInto(writer);
            }
            writer.flush();
            assertThat(first.getFirst().putInto(writer)).isFalse();
            for (Chunk chunk : second) {
                chunk.putInto(writer);
            }
            writer.flush();
            writer.flush();
        }
        for (Chunk chunk : List.of(first.getLast(), second.getFirst(), second.getLast())) {
            assertThat(store.read(chunk.id(), 3_000)).isEqualTo(chunk.bytes());
        }
    }

    @Test
    void read_ofMoreThanAskedFor_isCorrupt() throws IOException {
        Chunks store = chunks();
        Chunk chunk = Chunk.noise(new Random(7), 1_000);
        Chunk.putAll(store, List.of(chunk));
        assertThatThrownBy(() -> store.read(chunk.id(), 999)).isInstanceOf(Corrupt.class);
        assertThatThrownBy(() -> store.read(chunk.id(), MemorySegment.ofArray(new byte[999])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void put_ofNothing_isRefused() throws IOException {
        Chunks store = chunks();
        try (ChunkWriter writer = store.writer()) {
            MemorySegment nothing = MemorySegment.ofArray(new byte[0]);
            assertThatThrownBy(() -> writer.put(Kind.DATA, Blake3.hash(nothing), nothing, Compressibility.NEVER))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
