package reel.app.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reel.app.Workspace;
import reel.backend.Handle;
import reel.protect.parity.ParitySurvey;
import reel.protect.twin.Twins;
import reel.store.fsck.Finding;
import reel.store.layout.StoreNames;
import reel.stream.hash.Hash;

/// What could heal a repository, and whether that is whole itself. Used once.
final class RedundancyCheck {
    private static final String MADE_ANEW = "Run `reel repair`: it is made anew.";
    private static final String PUT_BACK = "It was put back already.";

    private final Workspace workspace;
    private final Set<String> told = new HashSet<>();

    RedundancyCheck(Workspace workspace) {
        this.workspace = workspace;
    }

    /// The word for a finding: its type's name in small letters.
    static String kind(Finding finding) {
        return finding.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /// Small objects against their second copies. What differs is put back, as any reading would.
    void checkTwins(List<Problem> problems) throws IOException {
        Twins twins = new Twins(workspace.raw());
        List<Twins.Finding> findings = twins.check();
        // A repository of before there were second copies has none; that is no news.
        boolean old = findings.stream()
                .anyMatch(finding ->
                        finding.object().equals(StoreNames.FORMAT) && finding.state() == Twins.State.TWIN_MISSING);
        for (Twins.Finding finding : findings) {
            String object = finding.object().path();
            switch (finding.state()) {
                case OBJECT_DAMAGED -> {
                    // Told below, with what healed before it could be looked at.
                }
                case TWIN_DAMAGED ->
                    problems.add(Problem.damage(
                            "damaged_twin", object, "its second copy is damaged", Problem.Source.PACKS, MADE_ANEW));
                case TWIN_MISSING -> {
                    if (old) {
                        break;
                    }
                    problems.add(new Problem(
                            "missing_twin",
                            object,
                            "it has no second copy",
                            false,
                            Problem.Source.PACKS,
                            MADE_ANEW,
                            List.of(),
                            0));
                }
            }
        }
        for (Handle object : twins.restore()) {
            addMended(object.path(), problems);
        }
    }

    /// What healed in passing since the workspace was opened.
    void addMended(List<Problem> problems) {
        workspace.mended().forEach(object -> addMended(object, problems));
    }

    private void addMended(String object, List<Problem> problems) {
        if (told.add(object)) {
            problems.add(Problem.damage("healed", object, "it was damaged or gone", Problem.Source.TWIN, PUT_BACK));
        }
    }

    /// The findings about packs that parity can bring back.
    Set<Finding> healable(List<Finding> findings) throws IOException {
        List<Hash> packs = new ArrayList<>();
        findings.stream()
                .filter(Finding::isDamage)
                .forEach(finding -> pack(finding).ifPresent(packs::add));
        if (packs.isEmpty()) {
            return Set.of();
        }
        Set<Hash> healable = workspace.parity().healable(packs);
        Set<Finding> found = new LinkedHashSet<>();
        for (Finding finding : findings) {
            if (finding.isDamage() && pack(finding).filter(healable::contains).isPresent()) {
                found.add(finding);
            }
        }
        return found;
    }

    private static java.util.Optional<Hash> pack(Finding finding) {
        return Handle.usable(finding.object())
                ? StoreNames.packId(Handle.of(finding.object()))
                : java.util.Optional.empty();
    }

    /// The parity itself.
    ParitySurvey checkParity(boolean readAll, List<Problem> problems) throws IOException {
        ParitySurvey survey = workspace.parity().survey(readAll);
        for (ParitySurvey.Finding finding : survey.findings()) {
            boolean ours = finding.kind() != ParitySurvey.Kind.FOREIGN;
            problems.add(new Problem(
                    finding.kind().name().toLowerCase(Locale.ROOT) + "_parity",
                    finding.object(),
                    finding.detail(),
                    ours,
                    ours ? Problem.Source.PACKS : Problem.Source.ELSEWHERE,
                    ours ? MADE_ANEW : "Nothing of this repository's: look at it, then delete it by hand.",
                    List.of(),
                    0));
        }
        return survey;
    }
}
