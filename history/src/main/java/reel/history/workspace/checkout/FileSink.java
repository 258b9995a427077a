package reel.history.workspace.checkout;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import reel.history.manifest.ContentSink;

/// A file being written, long runs of zeros left as holes.
final class FileSink implements ContentSink {
    /// What file systems allocate in at least; shorter holes save nothing.
    private static final int HOLE_BYTES = 64 << 10;

    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[HOLE_BYTES]).asReadOnly();

    private final FileChannel channel;
    private long end;

    FileSink(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(long offset, MemorySegment bytes) throws IOException {
        long size = bytes.byteSize();
        long from = 0;
        long at = 0;
        while (at < size) {
            long piece = Math.min(HOLE_BYTES - ((offset + at) & (HOLE_BYTES - 1)), size - at);
            boolean hole = piece == HOLE_BYTES && bytes.asSlice(at, piece).mismatch(ZEROS) < 0;
            if (hole) {
                writeAll(offset + from, bytes.asSlice(from, at - from));
                from = at + piece;
            }
            at += piece;
        }
        writeAll(offset + from, bytes.asSlice(from, size - from));
    }

    private void writeAll(long offset, MemorySegment bytes) throws IOException {
        if (bytes.byteSize() == 0) {
            return;
        }
        ByteBuffer buffer = bytes.asByteBuffer();
        long at = offset;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        end = Math.max(end, at);
    }

    /// Gives the file its length, which ends in a hole when its last bytes are zeros.
    void finish(long size) throws IOException {
        if (end < size) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }
}
