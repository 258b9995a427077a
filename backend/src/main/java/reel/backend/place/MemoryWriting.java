package reel.backend.place;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.stream.Exhausted;
import reel.stream.Refused;

/// A file of a [MemoryPlace] being written.
final class MemoryWriting implements Writing {
    private final MemoryPlace place;
    private final WriteRequest request;
    private final MemoryUpload upload;
    private boolean ended;

    MemoryWriting(MemoryPlace place, WriteRequest request, MemoryUpload upload) {
        this.place = place;
        this.request = request;
        this.upload = upload;
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        requireOpen();
        MemoryPlace.checkInterrupt();
        PartRule rule = place.traits().parts();
        rule.require(request, offset, bytes.size());
        if (offset + bytes.size() > MemoryPlace.MOST_BYTES) {
            throw new Exhausted(request.path(), "more bytes than a file in memory can have");
        }
        if (rule.inOrder() && offset > upload.coverage().end()) {
            throw new Refused(request.path(), "parts come in order here, and " + offset + " is not the next one");
        }
        byte[] part = new byte[(int) bytes.size()];
        bytes.read(0, MemorySegment.ofArray(part));
        upload.store(offset, part);
    }

    @Override
    public String token() {
        return upload.token();
    }

    @Override
    public Map<Long, Long> stored() {
        return place.traits().parts().free() ? Map.of() : upload.parts();
    }

    @Override
    public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
        if (!place.traits().parts().free()) {
            return false;
        }
        MemorySegment range = upload.range(offset, length);
        for (long at = 0; at < length; at += Reading.Pieces.MOST_BYTES) {
            sink.accept(range.asSlice(at, Math.min(Reading.Pieces.MOST_BYTES, length - at)));
        }
        return true;
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        requireOpen();
        MemoryPlace.checkInterrupt();
        upload.coverage().requireWhole(request.path(), request.size());
        Entry published = place.publish(request, upload, modified, meta, expected);
        ended = true;
        return published;
    }

    @Override
    public void suspend() {
        requireOpen();
        ended = true;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException(request.path() + ": this writing has ended");
        }
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            place.discard(upload);
        }
    }
}
