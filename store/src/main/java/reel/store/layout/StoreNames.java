package reel.store.layout;

import java.util.Optional;
import reel.backend.Handle;
import reel.stream.hash.Hash;

/// The handles of packs, runs and locks.
public final class StoreNames {
    public static final Handle FORMAT = Handle.of("format");
    public static final String PACKS = "packs/";
    public static final String RUNS = "index/";

    /// Held alone by whoever collects.
    public static final Handle GC_LOCK = Handle.of("locks/gc");

    /// Held alone while runs are merged.
    public static final Handle INDEX_LOCK = Handle.of("locks/index");

    private static final Handle EVEN_LOCK = Handle.of("locks/epoch-even");
    private static final Handle ODD_LOCK = Handle.of("locks/epoch-odd");

    private static final String PACK_END = ".pack";
    private static final String RUN_END = ".run";

    private StoreNames() {}

    /// Held shared by every session of the epoch; an epoch begins only when the last but one has none left.
    public static Handle epochLock(long epoch) {
        return (epoch & 1) == 0 ? EVEN_LOCK : ODD_LOCK;
    }

    public static Handle pack(Hash id) {
        String hex = id.toString();
        return Handle.of(PACKS + hex.substring(0, 2) + "/" + hex + PACK_END);
    }

    public static Handle run(Hash id) {
        return Handle.of(RUNS + id + RUN_END);
    }

    /// The pack a handle names; empty for any other object, also a pack in the wrong folder.
    public static Optional<Hash> packId(Handle handle) {
        return id(handle, PACK_END).filter(id -> pack(id).equals(handle));
    }

    public static Optional<Hash> runId(Handle handle) {
        return id(handle, RUN_END).filter(id -> run(id).equals(handle));
    }

    private static Optional<Hash> id(Handle handle, String end) {
        String name = handle.name();
        if (name.length() != Hash.HEX_CHARS + end.length() || !name.endsWith(end)) {
            return Optional.empty();
        }
        String hex = name.substring(0, Hash.HEX_CHARS);
        boolean digits = hex.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return digits ? Optional.of(Hash.parse(hex)) : Optional.empty();
    }
}
