package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// The BLAKE3 compression function over several inputs side by side. Stateless and thread-safe.
sealed interface Kernel permits ScalarKernel, Vector8Kernel, Vector16Kernel {
    /// How many lanes [#run] fills at no more cost than one.
    int width();

    /// Compresses every lane's input, block after block, and writes each chaining value where the lane says.
    ///
    /// @param data what the lanes' offsets count in; off-heap, readable up to the end of each lane's last
    ///             block, which is padded with zeros
    /// @param key  the chaining value that every lane starts from, eight words
    /// @param cvs  off-heap; may be `data` where no lane writes into a later lane's input
    void run(MemorySegment data, Lanes lanes, int[] key, MemorySegment cvs);
}
