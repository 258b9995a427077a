package reel.transfer.discover;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A tree in ascending order of [Found#key], a folder before what is below it. For one thread.
interface Cursor extends AutoCloseable {
    /// Where it stands; null at the end.
    @Nullable
    Found head() throws IOException;

    /// Goes on, into the folder where it stands at one. One that cannot be listed is an error, behind which the
    /// cursor stands.
    void next() throws IOException;

    /// Goes on behind the folder where it stands.
    void skip() throws IOException;

    /// Goes on behind everything below a folder that it is in.
    default void leave(Found folder) throws IOException {
        for (Found at = head(); at != null && at.key().startsWith(folder.key()); at = head()) {
            skip();
        }
    }

    @Override
    void close();
}
