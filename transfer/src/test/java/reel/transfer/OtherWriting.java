package reel.transfer;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Writing;

/// A file under way that is as another one, but for what a test changes about it. It cannot be read back.
class OtherWriting implements Writing {
    final Writing inner;

    OtherWriting(Writing inner) {
        this.inner = inner;
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        inner.write(offset, bytes);
    }

    @Override
    public @Nullable String token() {
        return inner.token();
    }

    @Override
    public Map<Long, Long> stored() throws IOException {
        return inner.stored();
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        return inner.publish(modified, meta, expected);
    }

    @Override
    public void suspend() throws IOException {
        inner.suspend();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
