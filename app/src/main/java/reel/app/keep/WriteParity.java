package reel.app.keep;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import reel.app.Caller;
import reel.app.Workspace;
import reel.app.settings.Settings;
import reel.backend.Backend;
import reel.protect.parity.ParityStore;
import reel.protect.parity.Rate;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Makes the parity that packs lack. Needs no key: it works on the bytes as they are stored.
///
/// @param patience how long to wait for another process that makes parity; then [reel.stream.Conflict]
public record WriteParity(Duration patience) {
    /// Of the repository around the caller's folder, by the rate its settings say.
    public ParityStore.Written run(Caller caller) throws IOException {
        Settings settings = Workspace.settings(caller);
        try (MemoryBudget budget =
                        MemoryBudget.of(settings.memory(caller.memory()).bufferBytes());
                Backend raw = Workspace.storedObjects(caller)) {
            ParityStore parity =
                    ParityStore.of(raw, budget, pack -> caller.notices().accept(Workspace.healedPack(pack)));
            return parity.write(settings.parity(), pack -> false, group -> false, patience);
        }
    }

    /// Of an opened workspace, whose index tells which packs are gone for good.
    public ParityStore.Written run(Workspace workspace) throws IOException {
        return run(workspace, group -> false);
    }

    /// The same. @param stale groups to make anew
    public ParityStore.Written run(Workspace workspace, Predicate<Hash> stale) throws IOException {
        Set<Hash> dead = dead(workspace);
        return workspace.parity().write(workspace.settings().parity(), dead::contains, stale, patience);
    }

    /// Makes all parity as the settings have it now: at their rate, or none.
    static void asSet(Workspace workspace, Duration patience) throws IOException {
        Rate rate = workspace.settings().parity();
        if (rate.isOff()) {
            int unused = workspace.parity().removeAll(patience);
        } else {
            Set<Hash> others = workspace.parity().groupsOfOtherRate(rate);
            ParityStore.Written unused = new WriteParity(patience).run(workspace, others::contains);
        }
    }

    /// Makes groups anew of which packs are about to go. A full disk must not keep anybody from collecting, and whoever
    /// makes parity at this moment is not waited for: what is left over is seen to by the next.
    static void without(Workspace workspace, Set<Hash> going) throws IOException {
        try {
            Set<Hash> dead = dead(workspace);
            dead.addAll(going);
            if (workspace.parity().protectsAny(dead)) {
                workspace.parity().write(workspace.settings().parity(), dead::contains, group -> false, Duration.ZERO);
            }
        } catch (ReelException later) {
            // A group with dead members still heals, only less.
        }
    }

    /// Packs that groups still have, that are not there, and that the index does not name: garbage that was collected.
    static Set<Hash> dead(Workspace workspace) throws IOException {
        Set<Hash> members = workspace.parity().members();
        Set<Hash> dead = new HashSet<>();
        if (members.isEmpty()) {
            return dead;
        }
        Set<Hash> named;
        try {
            named = workspace.store().indexedPacks();
        } catch (Corrupt damagedIndex) {
            return dead;
        }
        for (Hash pack : members) {
            if (!named.contains(pack) && !isThere(workspace.raw(), pack)) {
                dead.add(pack);
            }
        }
        return dead;
    }

    private static boolean isThere(Backend raw, Hash pack) throws IOException {
        try {
            return raw.stat(StoreNames.pack(pack)).size() >= 0;
        } catch (Missing gone) {
            return false;
        }
    }
}
