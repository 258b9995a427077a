package reel.backend.place.local;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes a file so that long stretches of zeros are holes where the file system has those.
final class Holes {
    /// Shorter stretches are written: a hole costs the file system an entry, and a system call here.
    static final int BLOCK_BYTES = 64 << 10;

    /// The JDK copies heap memory through a buffer of the length of the transfer.
    private static final int TRANSFER_BYTES = 1 << 20;

    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[BLOCK_BYTES]).asReadOnly();

    private final Path file;
    private final SharedChannel channel;
    private volatile boolean punches = true;

    Holes(Path file, SharedChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    void write(MemorySegment bytes, long offset) throws IOException {
        long size = bytes.byteSize();
        long dataFrom = 0;
        for (long at = 0; at + BLOCK_BYTES <= size; ) {
            long zeros = zeros(bytes, at);
            if (zeros == 0) {
                at += BLOCK_BYTES;
                continue;
            }
            data(bytes.asSlice(dataFrom, at - dataFrom), offset + dataFrom);
            clear(offset + at, zeros);
            at += zeros;
            dataFrom = at;
        }
        data(bytes.asSlice(dataFrom), offset + dataFrom);
    }

    /// Length of the whole blocks of zeros from `at`.
    private static long zeros(MemorySegment bytes, long at) {
        long end = at;
        while (end + BLOCK_BYTES <= bytes.byteSize()
                && MemorySegment.mismatch(bytes, end, end + BLOCK_BYTES, ZEROS, 0, BLOCK_BYTES) < 0) {
            end += BLOCK_BYTES;
        }
        return end - at;
    }

    /// Makes the range zeros, whatever was there, and the file no longer.
    void clear(long offset, long length) throws IOException {
        if (length <= 0) {
            return;
        }
        if (punches && Kernel.punch(file, offset, length)) {
            return;
        }
        punches = false;
        for (long at = 0; at < length; at += BLOCK_BYTES) {
            data(ZEROS.asSlice(0, Math.min(BLOCK_BYTES, length - at)), offset + at);
        }
    }

    private void data(MemorySegment bytes, long offset) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += TRANSFER_BYTES) {
            MemorySegment piece = bytes.asSlice(at, Math.min(TRANSFER_BYTES, bytes.byteSize() - at));
            long from = offset + at;
            channel.use(open -> writeAll(open, piece.asByteBuffer(), from));
        }
    }

    private static boolean writeAll(FileChannel open, ByteBuffer bytes, long offset) throws IOException {
        while (bytes.hasRemaining()) {
            int from = bytes.position();
            open.write(bytes, offset + from);
        }
        return true;
    }

    /// Gives the file its final length: holes at its end have none yet.
    void end(long size) throws IOException {
        channel.use(open -> {
            long now = open.size();
            if (now > size) {
                open.truncate(size);
            } else if (now < size && !Kernel.resize(file, size)) {
                open.write(ByteBuffer.allocate(1), size - 1);
            }
            return size;
        });
    }
}
