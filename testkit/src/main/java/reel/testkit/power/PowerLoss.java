package reel.testkit.power;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reel.testkit.Seed;

/// Cuts the power at every moment of a [Recording] and checks each disk that may be left.
///
/// At each cut come the four plain cases of [Survival.Plain] and some by chance; disks nobody can tell apart are
/// checked once.
///
/// ```java
/// Recording recording = Recording.of(folder, (path, said) -> said.accept(commit(path)));
/// PowerLoss.thorough(temp, seed).explore(recording, left -> assertThat(log(left.folder())).containsAll(left.said()));
/// ```
///
/// @param space    where disks are rebuilt
/// @param byChance how many random survivals each cut has
/// @param most     how many disks are checked; of more, some are taken by chance
public record PowerLoss(Path space, Seed seed, int byChance, int most) {
    /// Every disk of every cut.
    public static PowerLoss thorough(Path space, Seed seed) {
        return new PowerLoss(space, seed, 6, Integer.MAX_VALUE);
    }

    /// A few disks; those after the last event are always among them.
    public static PowerLoss sampled(Path space, Seed seed, int most) {
        return new PowerLoss(space, seed, 2, most);
    }

    /// A disk after the power came back.
    ///
    /// @param folder in a file system whose files tell what they told before
    /// @param plain  the same folder in the real file system
    /// @param said   what had been promised before the power went
    /// @param isEnd  whether all of the work had been done
    public record Left(Path folder, Path plain, List<String> said, boolean isEnd) {}

    /// What must hold for every disk.
    public interface Check {
        void check(Left left) throws Exception;
    }

    /// How much was looked at.
    ///
    /// @param moments cuts @param disks different ones @param checked disks that were rebuilt and checked
    public record Explored(int moments, int disks, int checked) {
        public Explored plus(Explored other) {
            return new Explored(moments + other.moments, disks + other.disks, checked + other.checked);
        }
    }

    /// @param cut how many events came through
    private record Candidate(int cut, int number) {}

    /// Fails at the first disk that does not pass, saying how to have it again.
    public Explored explore(Recording recording, Check check) throws Exception {
        Map<Integer, List<Candidate>> chosen = new TreeMap<>();
        List<Candidate> all = distinct(recording);
        List<Candidate> sample = sample(all, recording.events().size());
        sample.forEach(candidate -> chosen.computeIfAbsent(candidate.cut(), cut -> new ArrayList<>())
                .add(candidate));
        Set<Integer> moments = new HashSet<>();
        all.forEach(candidate -> moments.add(candidate.cut()));
        Disk disk = Disk.of(recording.start());
        List<String> said = new ArrayList<>();
        for (int cut = 0; cut <= recording.events().size(); cut++) {
            if (cut > 0) {
                Event event = recording.events().get(cut - 1);
                disk.apply(event);
                if (event instanceof Event.Said(String what)) {
                    said.add(what);
                }
            }
            for (Candidate candidate : chosen.getOrDefault(cut, List.of())) {
                check(recording, candidate, disk, List.copyOf(said), check);
            }
        }
        return new Explored(moments.size(), all.size(), sample.size());
    }

    private void check(Recording recording, Candidate candidate, Disk disk, List<String> said, Check check)
            throws Exception {
        Survival survival = survival(candidate);
        Path folder = space.resolve("disk-" + candidate.cut() + "-" + candidate.number());
        Image image = disk.survive(survival);
        boolean isEnd = candidate.cut() == recording.events().size();
        try {
            Path masked = WatchedFileSystem.masked(folder, image.writeTo(folder));
            check.check(new Left(masked, folder, said, isEnd));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "power lost " + where(recording, candidate.cut()) + ", " + survival + ": " + failure, failure);
        } finally {
            delete(folder);
        }
    }

    private static String where(Recording recording, int cut) {
        List<Event> events = recording.events();
        return "after event " + cut + " of " + events.size() + " (" + event(events, cut - 1) + ", next "
                + event(events, cut) + ")";
    }

    private static @Nullable Event event(List<Event> events, int at) {
        return at < 0 || at >= events.size() ? null : events.get(at);
    }

    private List<Candidate> distinct(Recording recording) {
        List<Candidate> all = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Disk disk = Disk.of(recording.start());
        int promises = 0;
        for (int cut = 0; cut <= recording.events().size(); cut++) {
            if (cut > 0) {
                Event event = recording.events().get(cut - 1);
                disk.apply(event);
                promises += event instanceof Event.Said ? 1 : 0;
                if (!event.matters() && cut < recording.events().size()) {
                    continue;
                }
            }
            for (int number = 0; number < Survival.Plain.values().length + byChance; number++) {
                Candidate candidate = new Candidate(cut, number);
                String print = disk.survive(survival(candidate)).fingerprint();
                boolean isEnd = cut == recording.events().size();
                if (known.add(promises + " " + isEnd + " " + print)) {
                    all.add(candidate);
                }
            }
        }
        return all;
    }

    private Survival survival(Candidate candidate) {
        Survival.Plain[] plain = Survival.Plain.values();
        return candidate.number() < plain.length
                ? plain[candidate.number()]
                : Survival.Random.of(seed.part(candidate.cut()).part(candidate.number()));
    }

    private List<Candidate> sample(List<Candidate> all, int end) {
        if (all.size() <= most) {
            return all;
        }
        List<Candidate> sample = new ArrayList<>();
        List<Candidate> rest = new ArrayList<>();
        all.forEach(candidate -> (candidate.cut() == end ? sample : rest).add(candidate));
        RandomGenerator random = seed.part(-1).random();
        while (sample.size() < most) {
            sample.add(rest.remove(random.nextInt(rest.size())));
        }
        return sample;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes stat) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
