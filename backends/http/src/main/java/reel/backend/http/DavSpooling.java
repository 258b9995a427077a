package reel.backend.http;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.RandomReader;

/// A file whose size is told by its end only, kept on this machine until then, since an upload begins with its
/// size.
final class DavSpooling implements Writing {
    private static final int PIECE_BYTES = 64 << 10;

    private final Dav dav;
    private final WriteRequest request;
    private final Path kept;
    private final FileChannel channel;
    private long next;
    private boolean over;

    DavSpooling(Dav dav, WriteRequest request) throws IOException {
        this.dav = dav;
        this.request = request;
        this.kept = Files.createTempFile("reel-upload", ".part");
        this.channel = FileChannel.open(
                kept, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        if (over || offset != next) {
            throw new IllegalStateException("part at " + offset + " of " + request.path() + ", expected " + next);
        }
        byte[] piece = new byte[PIECE_BYTES];
        for (long at = 0; at < bytes.size(); ) {
            int length = (int) Math.min(piece.length, bytes.size() - at);
            bytes.read(at, MemorySegment.ofArray(piece).asSlice(0, length));
            ByteBuffer out = ByteBuffer.wrap(piece, 0, length);
            while (out.hasRemaining()) {
                int unused = channel.write(out);
            }
            at += length;
        }
        next += bytes.size();
    }

    @Override
    public @Nullable String token() {
        return null;
    }

    @Override
    public Map<Long, Long> stored() {
        return Map.of();
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        if (over) {
            throw new IllegalStateException(request.path() + " is closed");
        }
        WriteRequest sized = new WriteRequest(request.path(), next, Math.max(1, next), request.existing(), null);
        try (DavWriting writing = new DavWriting(dav, sized)) {
            if (next > 0) {
                writing.write(0, Source.of(reader()));
            }
            Entry published = writing.publish(modified, meta, expected);
            close();
            return published;
        }
    }

    private RandomReader reader() {
        long size = next;
        return new RandomReader() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                ByteBuffer out = into.asByteBuffer();
                while (out.hasRemaining()) {
                    if (channel.read(out, offset + out.position()) < 0) {
                        throw new IOException(kept + " became shorter");
                    }
                }
            }
        };
    }

    @Override
    public void suspend() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        if (!over) {
            over = true;
            channel.close();
        }
    }
}
