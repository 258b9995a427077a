package reel.store;

import java.io.IOException;
import java.util.Set;
import reel.store.epoch.EpochHold;

/// A hold that relies on no pack of its own.
record StoreHold(EpochHold epoch) implements Hold {
    @Override
    public long floor() {
        return epoch.floor();
    }

    @Override
    public void requireNotSwept(long swept) throws IOException {
        epoch.requireNotSwept(swept, Set.of());
    }

    @Override
    public void close() throws IOException {
        epoch.close();
    }
}
