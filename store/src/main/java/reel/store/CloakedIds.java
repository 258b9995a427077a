package reel.store;

import java.io.IOException;
import java.util.function.Consumer;
import reel.store.layout.Cloak;
import reel.stream.hash.Hash;

/// Live ids as the packs know them.
record CloakedIds(LiveIds live, Cloak cloak) implements LiveIds {
    @Override
    public void forEach(Consumer<Hash> sink) throws IOException {
        live.forEach(id -> sink.accept(cloak.chunk(id)));
    }

    @Override
    public long floor(long least) throws IOException {
        return live.floor(least);
    }

    @Override
    public void begin(long floor) throws IOException {
        live.begin(floor);
    }

    @Override
    public boolean announce(long epoch, long floor) throws IOException {
        return live.announce(epoch, floor);
    }
}
