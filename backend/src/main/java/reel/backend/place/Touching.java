package reel.backend.place;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The ability to change the time and metadata of a file or folder that is there, without its bytes.
@FunctionalInterface
public interface Touching {
    /// Sets what is not null or empty, as far as the place holds it; a link is changed itself, not its target.
    void touch(String path, @Nullable Instant modified, Meta meta) throws IOException;
}
