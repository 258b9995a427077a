package reel.protect.layout;

import java.util.Arrays;
import java.util.Objects;
import reel.stream.hash.Hash;

/// The ids of a block's symbols in the order of its layout, 32 bytes each.
public final class SymbolIds {
    private long[] words = new long[4 * 64];
    private int size;

    public void add(Hash id) {
        if (4 * size == words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        id.write(words, 4 * size);
        size++;
    }

    public int size() {
        return size;
    }

    public Hash get(int index) {
        int at = 4 * Objects.checkIndex(index, size);
        return new Hash(words[at], words[at + 1], words[at + 2], words[at + 3]);
    }
}
