package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.heal.RepairRepository;
import reel.app.keep.Problem;
import reel.app.keep.WriteParity;
import reel.app.look.ReadFile;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.Progress;
import reel.stream.ReelException;
import reel.stream.hash.Hash;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Stored things are damaged at random, thousands of times: it is always noticed, no wrong byte ever gets out, what
/// can be healed is, and what cannot is named path by path. Every second trial is about an encrypted repository.
@Seeded
final class DamageCampaignTest {
    private static final int SAMPLE = 160;
    private static final int CAMPAIGN = 10_000;
    private static final byte[] EMPTY_FOLDER = "an empty folder".getBytes(StandardCharsets.US_ASCII);
    /// A repository that cannot be opened names itself.
    private static final String EVERYTHING = "everything";

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    /// All that was ever committed.
    ///
    /// @param right   each commit's files, links and empty folders by path
    /// @param history each commit with those before it
    private record Sound(
            Desk desk,
            Harm.Stored stored,
            Map<Hash, Map<RepoPath, byte[]>> right,
            Map<Hash, Set<Hash>> history,
            String branches) {
        static Sound make(Desk place, RandomGenerator random) throws IOException {
            Scene scene = Scene.make(place, random);
            Map<Hash, Map<RepoPath, byte[]>> right = new LinkedHashMap<>();
            Map<Hash, Set<Hash>> history = new LinkedHashMap<>();
            for (Hash commit : scene.commits().keySet()) {
                Map<RepoPath, byte[]> files = new LinkedHashMap<>();
                for (Map.Entry<RepoPath, TreeEntry> entry :
                        scene.desk().files(commit.toString()).entrySet()) {
                    RepoPath path = entry.getKey();
                    boolean isFolder = entry.getValue() instanceof TreeEntry.Folder;
                    files.put(path, isFolder ? EMPTY_FOLDER : scene.desk().cat(commit.toString(), path));
                }
                right.put(commit, files);
                Set<Hash> before = new LinkedHashSet<>(Set.of(commit));
                for (Hash parent : scene.desk()
                        .run(workspace ->
                                workspace.repository().commits().read(commit).parents())) {
                    before.addAll(Objects.requireNonNull(history.get(parent)));
                }
                history.put(commit, before);
            }
            scene.desk().run(new WriteParity(Duration.ZERO)::run);
            assertThat(scene.desk().fsck().problems()).isEmpty();
            return new Sound(
                    scene.desk(),
                    Harm.Stored.of(scene.desk()),
                    right,
                    history,
                    DamageCampaignTest.branches(scene.desk()));
        }
    }

    /// What one trial came to.
    ///
    /// @param lost how many paths could not be had again
    /// @param asBefore branches are where they were, and nothing is found damaged any more
    private record Trial(
            boolean encrypted, Harm harm, boolean detected, int lost, boolean exact, int wrong, boolean asBefore) {
        boolean healed() {
            return lost == 0 && asBefore;
        }

        /// Whether something else holds the same, so that nothing may be lost.
        boolean mustHeal() {
            return switch (harm.target()) {
                case INDEX, OPERATION, FORMAT, KEY, TWIN, PARITY -> true;
                // Parity brings back any one pack, not two that took each other's place.
                case PACK_PAYLOAD, PACK_FOOTER -> !harm.isOfTwo();
            };
        }
    }

    private static String branches(Desk desk) throws IOException {
        try {
            return desk.run(workspace -> workspace.repository().view().branches())
                    .toString();
        } catch (ReelException refused) {
            return refused.toString();
        }
    }

    @Test
    void damage_anywhere_isNoticedAndNamedAndNoWrongByteGetsOut(Seed seed) throws IOException {
        campaign(SAMPLE, seed);
    }

    @Tag("slow")
    @Test
    void damage_tenThousandTimes_isNoticedAndNamedAndNoWrongByteGetsOut(Seed seed) throws IOException {
        System.out.println(new Tally(campaign(CAMPAIGN, seed)).table());
    }

    private List<Trial> campaign(int trials, Seed seed) throws IOException {
        Path place = Objects.requireNonNull(temp);
        Sound plain =
                Sound.make(Desk.initPlain(place.resolve("plain")), seed.part(-1).random());
        Sound encrypted = Sound.make(
                Desk.initForIdentity(place.resolve("encrypted")), seed.part(-2).random());
        List<Trial> done = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            RandomGenerator random = seed.part(i).random();
            Sound sound = i % 2 == 0 ? plain : encrypted;
            Harm harm = Harm.choose(i / 2, sound.stored(), random);
            try {
                Trial trial = trial(sound, harm, place.resolve("trial"), random);
                assertThat(trial.wrong()).as("wrong bytes").isZero();
                assertThat(trial.detected()).as("noticed").isTrue();
                assertThat(trial.exact()).as("lost paths named").isTrue();
                assertThat(trial.healed() || !trial.mustHeal()).as("healed").isTrue();
                done.add(trial);
            } catch (IOException | AssertionError failure) {
                throw new AssertionError("trial " + i + ", " + harm + ": " + failure, failure);
            } finally {
                Folders.delete(place.resolve("trial"));
            }
        }
        return done;
    }

    private static Trial trial(Sound sound, Harm harm, Path root, RandomGenerator random) throws IOException {
        Files.createDirectory(root);
        Desk.copy(sound.desk().meta(), root.resolve(".reel"));
        List<String> notices = new ArrayList<>();
        Desk desk = sound.desk().movedTo(root, notices::add);
        harm.apply(desk, random);
        boolean detected = !problems(desk).isEmpty() || lacksParity(desk) || !notices.isEmpty();
        Reading before = Reading.of(desk, sound);
        detected |= !heal(desk).isEmpty();
        Reading after = Reading.of(desk, sound);
        List<Problem> left = damages(desk);
        return new Trial(
                sound.stored().targets().contains(Harm.Target.KEY),
                harm,
                detected,
                after.unreadable().size(),
                namesExactly(left, sound, after.unreadable()),
                before.wrong() + after.wrong(),
                left.isEmpty() && branches(desk).equals(sound.branches()));
    }

    /// Parity that is gone is no damage: fsck tells how many packs are without.
    private static boolean lacksParity(Desk desk) throws IOException {
        try {
            return !desk.fsck().parity().unprotected().isEmpty();
        } catch (ReelException refused) {
            return false;
        }
    }

    private static List<Problem> damages(Desk desk) throws IOException {
        return problems(desk).stream().filter(Problem::damage).toList();
    }

    /// Everything that is not as it should be, as fsck or the refusal to run it says.
    private static List<Problem> problems(Desk desk) throws IOException {
        try {
            return desk.fsck().problems();
        } catch (ReelException refused) {
            return List.of(new Problem(
                    "refused",
                    refused.thing(),
                    String.valueOf(refused.getMessage()),
                    true,
                    Problem.Source.ELSEWHERE,
                    "",
                    List.of(EVERYTHING),
                    0));
        }
    }

    /// @return what was brought back or made anew
    private static List<String> heal(Desk desk) throws IOException {
        try {
            return desk.run(new RepairRepository(Progress.NONE, Duration.ZERO)::run)
                    .repaired();
        } catch (ReelException refused) {
            // Told by whoever reads next.
            return List.of();
        }
    }

    /// Whether everything that cannot be read is named, and nothing else is. A lost commit hides what came before
    /// it; a folder stands for what is below it; a file that several commits have is named in one of them.
    private static boolean namesExactly(List<Problem> problems, Sound sound, Set<Lost> unreadable) {
        Set<String> named = new TreeSet<>();
        for (Problem problem : problems) {
            named.addAll(problem.paths());
            if (problem.paths().isEmpty() && problem.object().startsWith("commit ")) {
                named.add(problem.object());
            }
        }
        for (Lost lost : unreadable) {
            assertThat(named).as("names of what is lost: %s", lost).anyMatch(name -> lost.isCoveredBy(name, sound));
        }
        for (String name : named) {
            assertThat(unreadable).as("lost, because it is named: %s", name).anyMatch(lost -> lost.isMeantBy(name));
        }
        return true;
    }

    /// A file of a commit that cannot be read.
    private record Lost(Hash commit, String path) {
        /// Named by itself, or hidden by what is.
        boolean isCoveredBy(String name, Sound sound) {
            if (name.startsWith("commit ")) {
                return sound.right().keySet().stream()
                        .filter(named -> named.toString().startsWith(name.substring("commit ".length())))
                        .anyMatch(
                                named -> Objects.requireNonNull(sound.history().get(named))
                                        .contains(commit));
            }
            return name.equals(EVERYTHING) || isAtOrBelow(name);
        }

        /// Whether a person would look for this one, told that name.
        boolean isMeantBy(String name) {
            if (name.startsWith("commit ")) {
                return commit.toString().startsWith(name.substring("commit ".length()));
            }
            boolean here = name.endsWith(" (stage)")
                    || commit.toString().startsWith(name.substring(name.lastIndexOf('(') + 1, name.length() - 1));
            return name.equals(EVERYTHING) || (here && isAtOrBelow(name));
        }

        private boolean isAtOrBelow(String name) {
            int end = name.lastIndexOf(" (");
            String at = end < 0 ? name : name.substring(0, end);
            return path.equals(at) || path.startsWith(at + "/");
        }
    }

    /// What comes out when everything is asked for.
    private record Reading(Set<Lost> unreadable, int wrong) {
        static Reading of(Desk desk, Sound sound) throws IOException {
            Set<Lost> unreadable = new LinkedHashSet<>();
            int[] wrong = {0};
            try {
                desk.run(workspace -> {
                    sound.right()
                            .forEach((commit, files) -> files.forEach((path, right) -> {
                                byte[] got = read(workspace, commit, path);
                                if (got == null) {
                                    unreadable.add(new Lost(commit, path.toString()));
                                } else if (!Arrays.equals(got, right)) {
                                    wrong[0]++;
                                }
                            }));
                    return wrong;
                });
            } catch (ReelException closed) {
                sound.right()
                        .forEach((commit, files) ->
                                files.keySet().forEach(path -> unreadable.add(new Lost(commit, path.toString()))));
            }
            return new Reading(unreadable, wrong[0]);
        }

        private static byte @Nullable [] read(Workspace workspace, Hash commit, RepoPath path) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                Hash tree = workspace.repository().commits().read(commit).tree();
                if (workspace.repository().trees().find(tree, path) instanceof TreeEntry.Folder) {
                    return EMPTY_FOLDER;
                }
                new ReadFile(commit.toString(), path).run(workspace, new ReadFile.Sink() {
                    @Override
                    public void write(long offset, MemorySegment piece) {
                        bytes.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE));
                    }

                    @Override
                    public void target(byte[] text) {
                        bytes.writeBytes(text);
                    }
                });
                return bytes.toByteArray();
            } catch (ReelException told) {
                return null;
            } catch (IOException other) {
                throw new AssertionError(path + " of " + commit + " failed in no way of ours", other);
            }
        }
    }

    /// The campaign in numbers.
    private record Tally(List<Trial> trials) {
        String table() {
            StringBuilder table = new StringBuilder(
                    "| damaged | trials | noticed | healed | rest: lost paths named | wrong bytes |\n|---|---|---|---|---|---|\n");
            for (Harm.Target target : Harm.Target.values()) {
                row(table, target.name(), of(target, false));
                row(table, target.name() + ", encrypted", of(target, true));
            }
            row(table, "all", trials);
            return table.toString();
        }

        private List<Trial> of(Harm.Target target, boolean encrypted) {
            return trials.stream()
                    .filter(trial -> trial.harm().target() == target && trial.encrypted() == encrypted)
                    .toList();
        }

        private static void row(StringBuilder table, String name, List<Trial> of) {
            if (of.isEmpty()) {
                return;
            }
            long healed = of.stream().filter(Trial::healed).count();
            table.append("| ").append(name.toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            for (long number : new long[] {
                of.size(),
                of.stream().filter(Trial::detected).count(),
                healed,
                of.stream().filter(trial -> !trial.healed() && trial.exact()).count(),
                of.stream().mapToLong(Trial::wrong).sum()
            }) {
                table.append(" | ").append(number);
            }
            table.append(" |\n");
        }
    }
}
