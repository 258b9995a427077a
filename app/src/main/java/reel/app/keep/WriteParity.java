package reel.app.keep;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import reel.app.Caller;
import reel.app.LockedRepository;
import reel.app.Workspace;
import reel.app.settings.Settings;
import reel.backend.Backend;
import reel.protect.parity.Census;
import reel.protect.parity.ParityStore;
import reel.protect.parity.Rate;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Makes the parity that packs lack. Needs no key: it works on the bytes as they are stored. Where the repository
/// can be opened without asking anybody, each pack is checked first, and what was removed is told from what was
/// lost.
///
/// @param patience how long to wait for another process that makes parity; then [reel.stream.Conflict]
public record WriteParity(Duration patience) {
    /// Of the repository around the caller's folder, by the rate its settings say.
    public ParityStore.Written run(Caller caller) throws IOException {
        if (opensUnasked(caller)) {
            Workspace opened = null;
            try {
                opened = Workspace.open(caller);
            } catch (ReelException damaged) {
                // Parity can be made all the same, and is then needed most.
            }
            if (opened != null) {
                try (Workspace workspace = opened) {
                    return run(workspace);
                }
            }
        }
        return runWithoutKey(caller);
    }

    private static boolean opensUnasked(Caller caller) throws IOException {
        try (LockedRepository locked = LockedRepository.open(caller)) {
            return locked.unlocking().opensUnasked();
        } catch (Corrupt | Refused damaged) {
            return false;
        }
    }

    /// The same on nothing but stored bytes.
    public ParityStore.Written runWithoutKey(Caller caller) throws IOException {
        Settings settings = Workspace.settings(caller);
        try (MemoryBudget budget =
                        MemoryBudget.of(settings.memory(caller.memory()).bufferBytes());
                Backend raw = Workspace.storedObjects(caller)) {
            ParityStore parity =
                    ParityStore.of(raw, budget, pack -> caller.notices().accept(Workspace.healedPack(pack)));
            return parity.write(settings.parity(), Census.NOTHING, group -> false, patience);
        }
    }

    /// Of an opened workspace.
    public ParityStore.Written run(Workspace workspace) throws IOException {
        return run(workspace, group -> false);
    }

    /// The same. @param stale groups to make anew
    public ParityStore.Written run(Workspace workspace, Predicate<Hash> stale) throws IOException {
        return workspace.parity().write(workspace.settings().parity(), KnownPacks.of(workspace), stale, patience);
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

    /// Makes groups anew of which packs are about to go. A full disk must not keep anybody from collecting, and
    /// whoever makes parity at this moment is not waited for: what is left over is seen to by the next.
    static void without(Workspace workspace, Set<Hash> going) throws IOException {
        try {
            if (workspace.parity().protectsAny(going)) {
                workspace
                        .parity()
                        .write(
                                workspace.settings().parity(),
                                new KnownPacks(workspace, going),
                                group -> false,
                                Duration.ZERO);
            }
        } catch (ReelException later) {
            // A group with dead members still heals, only less.
        }
    }
}
