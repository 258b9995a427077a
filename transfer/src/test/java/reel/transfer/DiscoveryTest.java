package reel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Entry;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartRule;
import reel.backend.place.Place;
import reel.backend.place.local.LocalPlace;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.transfer.job.Effort;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Links;
import reel.transfer.job.Mode;
import reel.transfer.job.Selection;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferJob;
import reel.transfer.job.TransferOptions;
import reel.transfer.job.TransferReport;

/// What comparing two trees does with names, links and kinds that do not fit.
final class DiscoveryTest {
    private static final MemoryShape WINDOWS =
            new MemoryShape(PartRule.FREE, true, true, false, true, Duration.ofNanos(100), Set.of(), NameRules.WINDOWS);

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @AfterEach
    void noLeaseIsLeft() {
        memory.close();
    }

    private TransferReport run(Mode mode, Place from, Place to, TransferOptions options) throws IOException {
        return Transfer.run(
                new TransferJob(mode, new Endpoint(from, "in"), new Endpoint(to, "out"), options), memory, heard);
    }

    private TransferReport run(Mode mode, Place from, Place to) throws IOException {
        return run(mode, from, to, TransferOptions.DEFAULT);
    }

    @Test
    void namesThatDifferInCase_areReportedWhereTheyWouldBeOne() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create(WINDOWS);
        Trees.put(from, "in/Shot.mov", new byte[3]);
        Trees.put(from, "in/shot.mov", new byte[4]);
        Trees.put(from, "in/Sub/a", new byte[5]);
        Trees.put(from, "in/SUB/b", new byte[6]);
        Trees.put(from, "in/other", new byte[7]);

        TransferReport report = run(Mode.SYNC, from, to);

        assertThat(report.files()).isEqualTo(3);
        assertThat(heard.failed)
                .hasSize(2)
                .allSatisfy((path, why) ->
                        assertThat(why).isInstanceOf(Conflict.class).hasMessageContaining("upper and lower case"));
        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("Shot.mov", "SUB/", "SUB/b", "other");
    }

    @Test
    void namesThatTheDestinationCannotHold_areReportedAndTheRestArrives() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create(WINDOWS);
        for (String name : new String[] {"a:b", "dot.", "nul.txt", "que?stion", "fine", "bad./x"}) {
            Trees.put(from, "in/" + name, new byte[3]);
        }

        run(Mode.COPY, from, to);

        assertThat(heard.failed).containsOnlyKeys("a:b", "dot.", "nul.txt", "que?stion", "bad.");
        assertThat(heard.failed.get("a:b")).isInstanceOf(Refused.class).hasMessageContaining("':'");
        assertThat(Trees.below(to, "out").keySet()).containsExactly("fine");
    }

    @Test
    void namesThatAreNoText_areReported() throws IOException {
        Path source = Files.createDirectories(folder.resolve("from/in"));
        Files.writeString(source.resolve("good"), "x");
        Path bad = Path.of(URI.create(source.toUri() + "b%FFd"));
        Files.writeString(bad, "y");

        TransferReport report = run(Mode.COPY, LocalPlace.open(folder.resolve("from"), memory), MemoryPlace.create());

        assertThat(report.files()).isEqualTo(1);
        assertThat(heard.failed).hasSize(1);
        assertThat(heard.failed.values().iterator().next())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no text");
    }

    @Test
    void fileWhereTheOtherHasAFolder_isReportedAndNothingIsDeleted() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        Trees.put(from, "in/a", new byte[3]);
        Trees.put(from, "in/a.txt", new byte[3]);
        Trees.put(to, "out/a/inner", new byte[9]);
        Trees.put(from, "in/b/inner", new byte[3]);
        Trees.put(to, "out/b", new byte[9]);
        Trees.put(to, "out/b.txt", new byte[9]);

        TransferReport report = run(Mode.COPY, from, to);

        assertThat(heard.failed).containsOnlyKeys("a", "b");
        assertThat(heard.failed.get("a")).hasMessageContaining("is a folder");
        assertThat(heard.failed.get("b")).hasMessageContaining("is no folder");
        assertThat(report.files()).isEqualTo(1);
        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("a/", "a/inner", "a.txt", "b", "b.txt");
    }

    @Test
    void links_areKeptFollowedOrSkipped() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.put(from, "in/real/a.mov", new byte[30]);
        Trees.link(from, "in/file", "real/a.mov");
        Trees.link(from, "in/tree", "real");
        Trees.link(from, "in/real/up", "..");
        Trees.link(from, "in/loop", "loop");
        Trees.link(from, "in/out", "/etc/passwd");

        MemoryPlace kept = MemoryPlace.create();
        run(Mode.COPY, from, kept);
        assertThat(Trees.below(kept, "out")).isEqualTo(Trees.below(from, "in"));
        assertThat(heard.failed).isEmpty();

        MemoryPlace followed = MemoryPlace.create();
        run(Mode.COPY, from, followed, TransferOptions.DEFAULT.with(Selection.ALL.withLinks(Links.FOLLOW)));
        assertThat(Trees.below(followed, "out"))
                .isEqualTo(new TreeMap<>(
                        Map.of("file", "30", "real/", "", "real/a.mov", "30", "tree/", "", "tree/a.mov", "30")));
        assertThat(heard.failed.keySet()).containsExactlyInAnyOrder("real/up", "tree/up", "loop", "out");

        MemoryPlace skipped = MemoryPlace.create();
        run(Mode.COPY, from, skipped, TransferOptions.DEFAULT.with(Selection.ALL.withLinks(Links.SKIP)));
        assertThat(heard.skipped).containsEntry("tree", Skip.LINK);
        assertThat(Trees.below(skipped, "out").keySet()).containsExactly("real/", "real/a.mov");
    }

    @Test
    void links_whereTheDestinationKeepsNone_areFailures() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        Trees.link(from, "in/link", "x");

        run(Mode.COPY, from, MemoryPlace.create(MemoryShape.BUCKET));

        assertThat(heard.failed.get("link")).isInstanceOf(Refused.class).hasMessageContaining("keeps none");
    }

    @Test
    void emptyFolders_arriveWhereFoldersCanBe() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        from.makeFolder("in/a/b/c");
        from.makeFolder("in/d");
        MemoryPlace to = MemoryPlace.create();

        run(Mode.COPY, from, to);

        assertThat(Trees.below(to, "out").keySet()).containsExactlyInAnyOrder("a/", "a/b/", "a/b/c/", "d/");
        run(Mode.COPY, from, MemoryPlace.create(MemoryShape.BUCKET));
        assertThat(heard.failed).isEmpty();
    }

    @Test
    void aSourceThatIsNotThere_isMissing() {
        assertThatThrownBy(() -> run(Mode.COPY, MemoryPlace.create(), MemoryPlace.create()))
                .isInstanceOf(Missing.class);
    }

    @Test
    void aFileOntoAFolder_isRefused() throws IOException {
        MemoryPlace from = MemoryPlace.create();
        MemoryPlace to = MemoryPlace.create();
        Trees.put(from, "in", new byte[3]);
        to.makeFolder("out");

        assertThatThrownBy(() -> run(Mode.COPY, from, to)).isInstanceOf(Refused.class);
        to.deleteFolder("out");
        Trees.put(to, "out", new byte[1]);
        MemoryPlace tree = MemoryPlace.create();
        Trees.put(tree, "in/x", new byte[3]);
        assertThatThrownBy(() -> run(Mode.COPY, tree, to)).isInstanceOf(Refused.class);
    }

    /// Two trees of any names, on places that list and places that walk, come out the same as a model says.
    @Test
    void sync_ofRandomTrees_makesTheDestinationTheSource() throws IOException {
        String[] names = {"a", "a.b", "a-b", "a0", "A", "b", "é", "￿", "😀", "a b", "~", "!"};
        MemoryShape[] shapes = {MemoryShape.DISK, MemoryShape.BUCKET};
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            MemoryPlace from = MemoryPlace.create(shapes[random.nextInt(2)]);
            MemoryPlace to = MemoryPlace.create(shapes[random.nextInt(2)]);
            from.makeFolder("in");
            TreeSet<String> wanted = new TreeSet<>();
            for (int i = 0; i < 25; i++) {
                String path = path(random, names);
                if (isFree(wanted, path)) {
                    wanted.add(path);
                    Trees.put(from, "in/" + path, new byte[random.nextInt(5)]);
                }
            }
            TreeSet<String> there = new TreeSet<>();
            for (int i = 0; i < 25; i++) {
                String path = path(random, names);
                if (isFree(wanted, path) && isFree(there, path) || wanted.contains(path)) {
                    there.add(path);
                    Trees.put(to, "out/" + path, new byte[random.nextInt(5)], Trees.NOON.minusSeconds(9), Meta.NONE);
                }
            }
            if (wanted.isEmpty()) {
                continue;
            }

            TransferReport report =
                    run(Mode.SYNC, from, to, TransferOptions.DEFAULT.with(new Effort(1, 1 + random.nextInt(8), false)));

            assertThat(report.failures()).as("seed " + seed).isEmpty();
            TreeMap<String, String> files = new TreeMap<>(Trees.below(to, "out"));
            files.keySet().removeIf(path -> path.endsWith("/"));
            assertThat(files.keySet()).as("seed " + seed).isEqualTo(wanted);
            for (String path : wanted) {
                Entry one = from.stat("in/" + path);
                assertThat(to.stat("out/" + path).size()).isEqualTo(one.size());
            }
        }
    }

    private static String path(Random random, String[] names) {
        StringBuilder path = new StringBuilder(names[random.nextInt(names.length)]);
        while (random.nextInt(3) == 0) {
            path.append('/').append(names[random.nextInt(names.length)]);
        }
        return path.toString();
    }

    /// Whether a file can be there without being a folder's name or lying in a file.
    private static boolean isFree(Set<String> files, String path) {
        for (String file : files) {
            if (file.equals(path) || file.startsWith(path + "/") || path.startsWith(file + "/")) {
                return false;
            }
        }
        return true;
    }
}
