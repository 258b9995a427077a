package reel.app.unlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.store.crypt.ContentKey;
import reel.stream.Refused;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// What lies in the runtime folder, and what does not.
final class UnlockedKeysTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ONE = "1".repeat(32);
    private static final String TWO = "2".repeat(32);
    private static final Hash FORMAT = Blake3.hash(new byte[] {1});

    @TempDir
    @Nullable
    Path temp;

    private final ContentKey key = ContentKey.read(Blake3.hash(new byte[] {2}).toBytes());
    private Path folder = Path.of("unset");
    private UnlockedKeys keys = UnlockedKeys.in(Map.of());

    @BeforeEach
    void makeRuntimeFolder() {
        folder = Objects.requireNonNull(temp).resolve("reel");
        keys = UnlockedKeys.in(Map.of("XDG_RUNTIME_DIR", temp.toString()));
    }

    private void keep(String repository, Instant now) throws IOException {
        keys.keep(repository, FORMAT, key, now, now.plus(HOUR));
    }

    private @Nullable ContentKey find(String repository, Instant now) throws IOException {
        return keys.find(repository, FORMAT, now);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void key_kept_isFoundUntilItsTimeForItsFormatOnly() throws IOException {
        assertThat(find(ONE, NOON)).isNull();
        keep(ONE, NOON);
        assertThat(Objects.requireNonNull(find(ONE, NOON.plus(HOUR).minusSeconds(1)))
                        .bytes())
                .isEqualTo(key.bytes());
        assertThat(find(TWO, NOON)).isNull();
        assertThat(keys.find(ONE, Blake3.hash(new byte[] {3}), NOON)).isNull();
        assertThat(find(ONE, NOON.plus(HOUR))).isNull();
        assertThat(names()).as("what has run out is gone").isEmpty();
    }

    @Test
    void key_whenTheClockWentBackSinceAndThenOn_isFoundOrGone() throws IOException {
        keep(ONE, NOON);
        assertThat(find(ONE, NOON.minus(HOUR))).isNotNull();
        assertThat(find(ONE, NOON.plus(Duration.ofDays(3650)))).isNull();
        assertThat(find(ONE, NOON)).as("what ran out once does not come back").isNull();
    }

    @Test
    void keep_sweepsWhatRanOutOfAnyRepositoryAndKilledLeftovers() throws IOException {
        keep(ONE, NOON);
        Path half = Files.writeString(folder.resolve("new123.tmp"), "reel unl");
        Files.setLastModifiedTime(half, FileTime.from(Instant.EPOCH));
        Path beingWritten = Files.writeString(folder.resolve("new456.tmp"), "reel unl");
        Path foreign = Files.writeString(folder.resolve("notes.txt"), "not ours");
        Path odd = Files.writeString(folder.resolve("odd.key"), "not ours either");
        Path inTheWay = Files.createDirectories(folder.resolve("new789.tmp/below"));

        keep(TWO, NOON.plus(HOUR).minusSeconds(1));
        assertThat(half).doesNotExist();
        assertThat(find(ONE, NOON)).as("one second is left").isNotNull();

        keep(TWO, NOON.plus(HOUR));
        assertThat(names()).containsExactly(TWO + ".key", "new456.tmp", "new789.tmp", "notes.txt", "odd.key");
        assertThat(List.of(beingWritten, foreign, odd, inTheWay)).allMatch(Files::exists);
        assertThat(find(TWO, NOON.plus(HOUR))).isNotNull();
    }

    @Test
    void keep_inAFolderOthersMayEnter_closesItFirst() throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        keep(ONE, NOON);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(ONE + ".key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keep_whereTheFolderCannotBePrivate_isRefusedAndNothingIsLeftOrSwept() throws IOException {
        Path elsewhere = Files.createDirectory(Objects.requireNonNull(temp).resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path old = Files.writeString(elsewhere.resolve("new123.tmp"), "somebody's");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Files.createSymbolicLink(folder, elsewhere);
        assertThatThrownBy(() -> keep(ONE, NOON)).isInstanceOf(Refused.class).hasMessageContaining("yours alone");
        assertThat(names()).containsExactly("new123.tmp");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rwxr-xr-x");

        Files.delete(folder);
        Files.writeString(folder, "a file");
        assertThatThrownBy(() -> keep(ONE, NOON)).isInstanceOf(Refused.class).hasMessageContaining("yours alone");
        assertThat(folder).hasContent("a file");
    }

    @Test
    void keep_whereNoRuntimeFolderIs_isRefused() {
        UnlockedKeys nowhere = UnlockedKeys.in(Map.of("XDG_RUNTIME_DIR", temp + "/gone"));
        for (UnlockedKeys none : List.of(UnlockedKeys.in(Map.of()), nowhere)) {
            assertThatThrownBy(() -> none.keep(ONE, FORMAT, key, NOON, NOON.plus(HOUR)))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains("REEL_PASSPHRASE_FILE"));
        }
    }

    @Test
    void key_thatOthersCouldHaveWritten_isNotUsed() throws IOException {
        keep(ONE, NOON);
        Path file = folder.resolve(ONE + ".key");
        for (Path open : List.of(file, folder)) {
            var before = Files.getPosixFilePermissions(open);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
            assertThat(find(ONE, NOON)).as(open.toString()).isNull();
            Files.setPosixFilePermissions(open, before);
            assertThat(find(ONE, NOON)).isNotNull();
        }
        Path moved = Files.move(file, folder.resolve("moved"));
        Files.createSymbolicLink(file, moved);
        assertThat(find(ONE, NOON)).as("a link").isNull();
    }
}
