package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.store.MemoryChunks;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.RandomReader;
import reel.stream.Scope;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.Chunkers;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Files that fail, change or come all at once.
class ContentWriterTest {
    private static final int SMALL = ContentWriter.SMALL_BYTES;

    private static final FileSettings FIXED = FileSettings.of(Chunkers.fixedSize(1 << 20));

    private final MemoryChunks chunks = new MemoryChunks();
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);

    @AfterEach
    void closeBudget() {
        budget.close();
    }

    /// A file with whose every read something happens.
    private record Watched(RandomReader file, AfterRead afterRead) implements RandomReader {
        interface AfterRead {
            void at(long offset, MemorySegment into) throws IOException;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            file.read(offset, into);
            afterRead.at(offset, into);
        }
    }

    private static RandomReader file(int size) {
        return Sample.reader(Sample.noise(size, size));
    }

    private Content write(RandomReader file) throws IOException {
        try (ChunkWriter writer = chunks.writer()) {
            Content content = new ContentWriter(writer, budget).write(file, "file", Sample.BALANCED);
            writer.flush();
            return content;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, SMALL, 6 * SMALL})
    void write_readerFailsMidway_throwsItsFailureAndKeepsNoBuffer(int size) {
        Conflict shrunk = new Conflict("clip.mov", "shrank while it was read");
        RandomReader failing = new Watched(file(size), (offset, into) -> {
            if (offset + into.byteSize() > size / 2) {
                throw shrunk;
            }
        });
        assertThatThrownBy(() -> write(failing)).isSameAs(shrunk);
        assertThat(budget.usedBytes()).isZero();
        assertThat(chunks.ids()).isEmpty();
    }

    @Test
    void write_interrupted_stopsAndKeepsNoBuffer() throws IOException {
        Thread caller = Thread.currentThread();
        RandomReader interrupting = new Watched(file(12 * SMALL), (offset, into) -> {
            if (offset == 8L * SMALL) {
                caller.interrupt();
            }
        });
        try {
            assertThatThrownBy(() -> write(interrupting)).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(budget.usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 500})
    void write_storeFailsAtSomePut_throwsItsFailureAndKeepsNoBuffer(int put) throws IOException {
        Exhausted full = new Exhausted("disk", "no room left");
        AtomicLong puts = new AtomicLong();
        try (ChunkWriter writer = new ForwardingWriter(chunks.writer()) {
            @Override
            public boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) throws IOException {
                if (puts.incrementAndGet() == put) {
                    throw full;
                }
                return super.put(kind, id, bytes, hint);
            }
        }) {
            assertThatThrownBy(() -> new ContentWriter(writer, budget).write(file(4 * SMALL), "file", Sample.BALANCED))
                    .isSameAs(full);
        }
        assertThat(budget.usedBytes()).isZero();
    }

    /// The store needs memory of the same budget while files hold theirs: they must leave it some.
    @Test
    void write_manyLargeFilesAndAStoreThatNeedsMemoryToo_comeToAnEnd() throws IOException {
        try (ChunkWriter writer = new ForwardingWriter(chunks.writer()) {
            @Override
            public boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) throws IOException {
                try (Lease frame = budget.lease(8 << 20)) {
                    MemorySegment copy =
                            frame.segment().asSlice(0, bytes.byteSize()).copyFrom(bytes);
                    return super.put(kind, id, copy, hint);
                }
            }
        }) {
            ContentWriter shared = new ContentWriter(writer, budget);
            try (Scope scope = Scope.open("write")) {
                for (int i = 0; i < 12; i++) {
                    byte[] file = Sample.noise(i, SMALL + 100 * i);
                    scope.fork(() -> shared.write(Sample.reader(file), "file", FIXED));
                }
                scope.join();
            }
            assertThat(writer.stored().chunks()).isEqualTo(12 * 4 + 11 + 12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 3 * SMALL})
    void write_fileThatChangesAtEveryRead_hashAndChunksAgree(int size) throws IOException {
        AtomicLong reads = new AtomicLong();
        RandomReader changing = new Watched(
                file(size),
                (offset, into) ->
                        into.set(ValueLayout.JAVA_LONG_UNALIGNED, into.byteSize() / 2, reads.incrementAndGet()));
        Content content = write(changing);
        assertThat(Blake3.hash(Sample.restore(chunks, content))).isEqualTo(content.fileHash());
    }

    @Test
    void write_manyFilesFromManyThreads_areAllRight() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            files.add(Sample.noise(i, i % 20 == 0 ? 2 * SMALL + i : 1 + i * 2_000));
        }
        List<Future<Content>> contents = new ArrayList<>();
        try (ChunkWriter writer = chunks.writer()) {
            ContentWriter shared = new ContentWriter(writer, budget);
            try (Scope scope = Scope.open("write")) {
                for (byte[] file : files) {
                    contents.add(scope.fork(() -> shared.write(Sample.reader(file), "file", Sample.BALANCED)));
                }
                scope.join();
            }
            writer.flush();
        }
        for (int i = 0; i < files.size(); i++) {
            assertThat(Sample.restore(chunks, contents.get(i).resultNow())).isEqualTo(files.get(i));
        }
    }

    @Test
    void write_withLittleMemory_goesBlockByBlock() throws IOException {
        RandomReader file = file(3 * SMALL);
        try (MemoryBudget little = MemoryBudget.tracked(5 << 20);
                ChunkWriter writer = chunks.writer()) {
            Content content = new ContentWriter(writer, little).write(file, "file", Sample.BALANCED);
            assertThat(content).isEqualTo(write(file));
            assertThat(little.peakBytes()).isLessThanOrEqualTo(5 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5_000, SMALL, SMALL + 1, 3 * SMALL + 17})
    void fileHash_anySize_isTheContentsAndSameAsAgrees(int size) throws IOException {
        RandomReader file = file(size);
        Content content = write(file);
        ContentHasher hasher = new ContentHasher(budget);
        assertThat(hasher.fileHash(file)).isEqualTo(content.fileHash());
        assertThat(hasher.sameAs(file, content)).isTrue();
        assertThat(hasher.sameAs(file(size + 1), content)).isFalse();
        if (size > 0) {
            RandomReader other = new Watched(file, (offset, into) -> into.set(ValueLayout.JAVA_BYTE, 0, (byte) -77));
            assertThat(hasher.sameAs(other, content)).isFalse();
        }
    }
}
