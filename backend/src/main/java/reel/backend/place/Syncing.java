package reel.backend.place;

import java.io.IOException;

/// The ability to make everything published so far durable, for places where publishing alone does not.
@FunctionalInterface
public interface Syncing {
    void sync() throws IOException;
}
