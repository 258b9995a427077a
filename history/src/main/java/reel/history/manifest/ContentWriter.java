package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.RandomReader;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.HintedChunker;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Puts files into a store: cuts them into chunks, names and stores the chunks, and builds the tree above them.
///
/// Thread-safe. A file of at most [#SMALL_BYTES] is written by the calling thread alone, so that many threads
/// write many small files at once; a larger one takes all cores, so write those one at a time. Nothing is
/// durable before the [ChunkWriter] is flushed.
///
/// A file that changes while it is read gives a content that never was on disk, but whose hash and chunks
/// agree; its owner compares the file's times before and after.
public final class ContentWriter {
    /// The longest file that one thread writes alone.
    public static final int SMALL_BYTES = 4 << 20;

    private final ChunkWriter writer;
    private final BufferShare buffers;

    /// @param writer the session that takes the chunks; its owner flushes and closes it
    /// @param budget where buffers come from, at most a quarter of it for all files on their way
    public ContentWriter(ChunkWriter writer, MemoryBudget budget) {
        this.writer = writer;
        this.buffers = new BufferShare(budget);
    }

    /// Stores `file` unless its chunks are there already.
    ///
    /// @param name the file's name, for the cut hints
    /// @throws IOException as the reader, the hints or the store threw it; also when the thread is interrupted
    public Content write(RandomReader file, String name, FileSettings settings) throws IOException {
        long size = file.size();
        if (size == 0) {
            return Content.empty();
        }
        if (size > SMALL_BYTES) {
            long[] cuts = settings.hints().cuts(file, name);
            return LargeFile.write(file, size, settings, cuts, writer, buffers);
        }
        try (BufferShare.Held held = buffers.hold(size)) {
            MemorySegment bytes = held.segment();
            file.read(0, bytes);
            return writeSmall(bytes, name, settings);
        }
    }

    private Content writeSmall(MemorySegment bytes, String name, FileSettings settings) throws IOException {
        long size = bytes.byteSize();
        if (size <= settings.chunker().sizes().min()) {
            return writeOne(bytes, Blake3.hash(bytes), settings);
        }
        long[] cuts = settings.hints().cuts(RandomReader.of(bytes), name);
        Leaves leaves = new Leaves();
        leaves.cut(HintedChunker.of(settings.chunker(), cuts), bytes, 0, true);
        if (leaves.count() == 1) {
            return writeOne(bytes, leaves.id(0), settings);
        }
        LeafSink sink = new LeafSink(writer, settings.compressibility());
        for (int i = 0; i < leaves.count(); i++) {
            sink.put(leaves.id(i), bytes, leaves.offset(i), leaves.length(i));
        }
        return sink.finish(Blake3.hash(bytes));
    }

    /// The whole file is one chunk: one hash names both.
    private Content writeOne(MemorySegment bytes, Hash id, FileSettings settings) throws IOException {
        writer.put(Kind.DATA, id, bytes, settings.compressibility());
        return Content.ofChunk(bytes.byteSize(), id);
    }
}
