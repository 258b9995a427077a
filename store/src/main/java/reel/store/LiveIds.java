package reel.store;

import java.io.IOException;
import java.util.function.Consumer;
import reel.stream.hash.Hash;

/// The ids that something still refers to, told one by one; repeats are fine. The store never learns why they live.
@FunctionalInterface
public interface LiveIds {
    void forEach(Consumer<Hash> sink) throws IOException;
}
