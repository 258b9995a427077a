package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Passes everything on; a test overrides what should go otherwise.
class ForwardingWriter implements ChunkWriter {
    private final ChunkWriter writer;

    ForwardingWriter(ChunkWriter writer) {
        this.writer = writer;
    }

    @Override
    public boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) throws IOException {
        return writer.put(kind, id, bytes, hint);
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public Stored stored() {
        return writer.stored();
    }

    @Override
    public long floor() {
        return writer.floor();
    }

    @Override
    public void requireNotSwept(long swept) throws IOException {
        writer.requireNotSwept(swept);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
