package reel.app.heal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import reel.app.Workspace;
import reel.app.keep.CheckRepository;
import reel.app.keep.KnownPacks;
import reel.app.keep.Problem;
import reel.app.keep.WriteParity;
import reel.backend.Handle;
import reel.history.workspace.Progress;
import reel.protect.parity.ParityStore;
import reel.protect.parity.ParitySurvey;
import reel.protect.twin.Twins;
import reel.store.fsck.FsckOptions;
import reel.store.layout.StoreNames;
import reel.stream.hash.Hash;

/// Checks everything and brings back whatever can be brought back: small objects from their second copies, packs
/// from parity, the index from the packs, files from this folder. Then makes the parity anew that was damaged or
/// missing.
///
/// Safe beside other processes, and to be stopped at any time: every step leaves the repository at least as good.
///
/// @param patience how long to wait for another process that makes parity
public record RepairRepository(Progress progress, Duration patience) {
    /// What was done, and what is left.
    ///
    /// @param repaired what was brought back, a line each
    /// @param left     what is still damaged
    /// @param after    the check of every byte, as it was before parity was made anew
    public record Report(List<String> repaired, List<Problem> left, CheckRepository.Report after) {
        public boolean isWhole() {
            return left.isEmpty();
        }
    }

    public Report run(Workspace workspace) throws IOException {
        List<String> repaired = new ArrayList<>();
        Twins twins = new Twins(workspace.raw());
        for (Handle object : twins.restore()) {
            repaired.add(object + ": put back from its second copy");
        }
        progress.begin("healing packs", -1, -1);
        ParityStore.Healed healed = workspace.parity().healPacks(wanted(workspace), KnownPacks.of(workspace));
        for (Hash pack : healed.healed()) {
            repaired.add(StoreNames.pack(pack) + ": brought back from parity, bit for bit");
        }
        CheckRepository.Report report = new CheckRepository(FsckOptions.DATA, progress).run(workspace);
        boolean mended = false;
        if (needsRepair(report)) {
            report = new CheckRepository(new FsckOptions(true, true), progress).run(workspace);
            repaired.addAll(report.repaired());
            mended = report.isMended();
        }
        List<Problem> left = mended ? List.of() : left(report);
        if (left.isEmpty()) {
            for (Handle object : twins.complete()) {
                repaired.add(object + ": got its second copy");
            }
        }
        mendParity(workspace, healed.wrong(), repaired);
        workspace.mended().stream()
                .map(object -> object + ": healed when it was read")
                .filter(line ->
                        repaired.stream().noneMatch(done -> done.startsWith(line.substring(0, line.indexOf(':') + 1))))
                .forEach(repaired::add);
        return new Report(List.copyOf(repaired), left, report);
    }

    /// What is damaged for good: neither put back already nor made anew from what is whole.
    private static List<Problem> left(CheckRepository.Report report) {
        return report.problems().stream()
                .filter(problem ->
                        problem.damage() && problem.source() != Problem.Source.TWIN && !problem.isRedundancy())
                .toList();
    }

    private static boolean needsRepair(CheckRepository.Report report) {
        return left(report).stream().anyMatch(problem -> problem.source() != Problem.Source.ELSEWHERE);
    }

    /// The packs that ought to be there: those that are, and those that the index names. An index that cannot be
    /// read names all: what was garbage goes with the next collection.
    private static Predicate<Hash> wanted(Workspace workspace) throws IOException {
        Set<Hash> gone = new HashSet<>();
        KnownPacks packs = KnownPacks.of(workspace);
        for (Hash member : workspace.parity().members()) {
            if (!packs.isThere(member)) {
                gone.add(member);
            }
        }
        // Asked after they were seen to be gone: whoever collects garbage takes the name away first.
        Optional<Set<Hash>> named = packs.named();
        return pack -> named.isEmpty() || !gone.contains(pack) || named.get().contains(pack);
    }

    /// @param wrong groups that remember packs wrongly
    private void mendParity(Workspace workspace, Set<Hash> wrong, List<String> repaired) throws IOException {
        ParitySurvey survey = workspace.parity().survey(true);
        Set<Hash> stale = new HashSet<>(survey.damaged());
        stale.addAll(wrong);
        progress.begin("writing parity", -1, -1);
        ParityStore.Written unused = new WriteParity(patience).run(workspace, stale::contains);
        if (survey.findings().isEmpty() && wrong.isEmpty()) {
            return;
        }
        ParitySurvey after = workspace.parity().survey(true);
        Set<String> still = new HashSet<>();
        after.findings().forEach(finding -> still.add(finding.object()));
        for (ParitySurvey.Finding finding : survey.findings()) {
            if (!still.contains(finding.object())) {
                repaired.add(finding.object() + ": " + finding.detail() + "; made anew");
            }
        }
        for (Hash group : wrong) {
            if (!after.groups().contains(group)) {
                repaired.add(ParitySurvey.object(group) + ": it was made of a damaged pack; made anew");
            }
        }
    }
}
