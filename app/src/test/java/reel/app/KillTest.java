package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.keep.Problem;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// A real process that adds and commits is killed again and again; what it said was committed is there.
@Seeded
final class KillTest {
    private static final int KILLS = 6;
    private static final int MOST_VERSIONS = 3;
    private static final int MOST_MICROS = 150_000;

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    @Test
    void commits_ofAProcessThatIsKilled_areThereOnceSaid(RandomGenerator random) throws Exception {
        Path place = Objects.requireNonNull(temp);
        Desk desk = Desk.init(place.resolve("killed"));
        Map<Integer, String> said = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (OtherReel other = OtherReel.start(desk.root, "work", Integer.toString(100 * kill))) {
                for (int lines = 1 + random.nextInt(MOST_VERSIONS); lines > 0; lines--) {
                    hear(said, Objects.requireNonNull(other.says(), "the other process ended by itself"));
                }
                other.killAfter(Duration.ofNanos(1000L * random.nextInt(MOST_MICROS)));
                for (String line = other.says(); line != null; line = other.says()) {
                    hear(said, line);
                }
            }
            assertThat(desk.fsck().problems()).noneMatch(Problem::damage);
            assertThat(desk.status().warning()).isNull();
            desk.add();
        }
        desk.clear();
        desk.forceTo("main");
        desk.gc();
        assertThat(desk.leftovers()).isEmpty();
        assertThat(desk.meta().resolve("repo/tmp"))
                .satisfiesAnyOf(
                        tmp -> assertThat(tmp).doesNotExist(),
                        tmp -> assertThat(tmp).isEmptyDirectory());
        assertThat(said).hasSizeGreaterThanOrEqualTo(KILLS);
        assertRestores(desk, Desk.init(place.resolve("expected")), said);
    }

    private static void hear(Map<Integer, String> said, String line) {
        int space = line.indexOf(' ');
        // A line that was cut off was not said.
        if (line.length() - space - 1 == reel.stream.hash.Hash.HEX_CHARS) {
            said.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
        }
    }

    private static void assertRestores(Desk desk, Desk expected, Map<Integer, String> said) throws IOException {
        for (Map.Entry<Integer, String> version : said.entrySet()) {
            OtherReel.write(expected, version.getKey());
            desk.clear();
            desk.forceTo(version.getValue());
            TreeSnapshot wanted = TreeSnapshot.ofWorkspace(expected.root).withoutTimes();
            assertThat(TreeSnapshot.ofWorkspace(desk.root).withoutTimes().differences(wanted))
                    .isEmpty();
        }
    }
}
