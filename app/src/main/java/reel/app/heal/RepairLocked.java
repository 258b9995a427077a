package reel.app.heal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.app.Caller;
import reel.app.LockedRepository;
import reel.app.Workspace;
import reel.app.keep.Problem;
import reel.app.settings.Settings;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.history.workspace.Progress;
import reel.protect.parity.Census;
import reel.protect.parity.ParityStore;
import reel.protect.parity.ParitySurvey;
import reel.protect.twin.Twins;
import reel.store.layout.StoreNames;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// What can be repaired of an encrypted repository without its key: small objects from their second copies, packs
/// from parity, damaged parity from packs. Nothing is known of what the packs hold, so nothing else is checked,
/// and every pack that parity remembers and that is not there is brought back: what was garbage goes with the
/// next collection.
///
/// @param patience how long to wait for another process that makes parity
public record RepairLocked(Progress progress, Duration patience) {
    /// What was done, and what is left.
    ///
    /// @param repaired what was brought back, a line each
    /// @param left     what is still damaged as far as stored bytes tell
    /// @param parity   as it is now
    public record Report(List<String> repaired, List<Problem> left, ParitySurvey parity) {}

    public Report run(Caller caller) throws IOException {
        List<String> repaired = new ArrayList<>();
        try (LockedRepository locked = LockedRepository.open(caller)) {
            for (Handle object : new Twins(locked.raw()).restore()) {
                repaired.add(object + ": put back from its second copy");
            }
        }
        Settings settings = Workspace.settings(caller);
        try (MemoryBudget budget =
                        MemoryBudget.of(settings.memory(caller.memory()).bufferBytes());
                Backend stored = Workspace.storedObjects(caller)) {
            ParityStore parity = ParityStore.of(stored, budget, pack -> repaired.add(broughtBack(pack)));
            return packs(parity, stored, settings, repaired);
        }
    }

    private static String broughtBack(Hash pack) {
        return StoreNames.pack(pack) + ": brought back from parity, bit for bit";
    }

    private Report packs(ParityStore parity, Backend stored, Settings settings, List<String> repaired)
            throws IOException {
        progress.begin("healing packs", -1, -1);
        ParityStore.Healed healed = parity.healPacks(pack -> true, Census.NOTHING);
        healed.healed().forEach(pack -> repaired.add(broughtBack(pack)));
        ParitySurvey before = parity.survey(true);
        progress.begin("writing parity", -1, -1);
        ParityStore.Written unused =
                parity.write(settings.parity(), Census.NOTHING, before.damaged()::contains, patience);
        ParitySurvey after = parity.survey(true);
        Set<String> still = new HashSet<>();
        after.findings().forEach(finding -> still.add(finding.object()));
        for (ParitySurvey.Finding finding : before.findings()) {
            if (!still.contains(finding.object())) {
                repaired.add(finding.object() + ": " + finding.detail() + "; made anew");
            }
        }
        List<Problem> left = new ArrayList<>();
        for (Hash pack : healed.beyond()) {
            left.add(beyond(pack, stored));
        }
        return new Report(List.copyOf(repaired), left, after);
    }

    private static Problem beyond(Hash pack, Backend stored) throws IOException {
        Handle handle = StoreNames.pack(pack);
        String detail;
        try {
            detail = "its " + stored.stat(handle).size()
                    + " bytes are not what they were, and more is damaged than parity has";
        } catch (Missing gone) {
            detail = "it is not there, and more is damaged than parity has; it may have been garbage";
        }
        return Problem.damage(
                "damaged_pack",
                handle.path(),
                detail,
                Problem.Source.ELSEWHERE,
                "Unlock the repository and run `reel repair`: it takes what files still hold and names those that are lost.");
    }
}
