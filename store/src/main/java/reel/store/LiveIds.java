package reel.store;

import java.io.IOException;
import java.util.function.Consumer;
import reel.stream.hash.Hash;

/// The ids that something still refers to. The store never learns why they live; *floor* is a number that only the
/// teller understands, the oldest operation that keeps what it names.
@FunctionalInterface
public interface LiveIds {
    /// Tells every id that lives now, one by one; repeats are fine. What was told since the last [#begin] may be left
    /// out, what has come to live since may not.
    void forEach(Consumer<Hash> sink) throws IOException;

    /// How much is to be kept from now on. @param least what an earlier collection has promised; never less
    default long floor(long least) throws IOException {
        return least;
    }

    /// Begins anew: everything from `floor` on is told by the next [#forEach].
    default void begin(long floor) throws IOException {}

    /// Makes known that what was not told goes, unless something may have come to live since the last [#forEach] began.
    ///
    /// @return false in that case: then nothing was made known
    default boolean announce(long epoch, long floor) throws IOException {
        return true;
    }
}
