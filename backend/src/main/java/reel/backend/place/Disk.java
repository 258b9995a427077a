package reel.backend.place;

import java.io.IOException;

/// The ability to name files of this machine, for copies that the kernel makes.
@FunctionalInterface
public interface Disk {
    /// The file or folder of `path`, which need not exist. Never outside the root through a link.
    java.nio.file.Path file(String path) throws IOException;
}
