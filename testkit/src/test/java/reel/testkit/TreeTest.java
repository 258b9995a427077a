package reel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
final class TreeTest {
    @TempDir
    Path folder = Path.of("unset");

    @Test
    void nasty_ofSameSeed_isTheSameTree(Seed seed) throws IOException {
        TreeMaker.of(seed.random()).nasty(folder.resolve("a"), 30);
        TreeMaker.of(seed.random()).nasty(folder.resolve("b"), 30);
        TreeSnapshot a = TreeSnapshot.of(folder.resolve("a"));
        TreeSnapshot b = TreeSnapshot.of(folder.resolve("b"));
        b.assertEquals(a);
        assertThat(b).isEqualTo(a);
        assertThat(a.entries()).hasSizeGreaterThan(100);
    }

    @Test
    void edits_ofSameSeed_areTheSameEdits(Seed seed) throws IOException {
        for (String name : List.of("a", "b")) {
            TreeMaker maker = TreeMaker.of(seed.random(), 10_000);
            maker.plain(folder.resolve(name), 30);
            TreeSnapshot before = TreeSnapshot.of(folder.resolve(name));
            assertThat(maker.edit(folder.resolve(name), 20)).hasSize(20);
            assertThat(before.differences(TreeSnapshot.of(folder.resolve(name))))
                    .isNotEmpty();
        }
        TreeSnapshot.of(folder.resolve("b"))
                .withoutTimes()
                .assertEquals(TreeSnapshot.of(folder.resolve("a")).withoutTimes());
    }

    @Test
    void byteNames_roundTrip() throws IOException {
        int made = 0;
        for (byte[] name : NastyNames.all()) {
            Path path = ByteNames.resolve(folder, name);
            assertThat(ByteNames.of(path)).isEqualTo(name);
            Files.createFile(path);
            made++;
        }
        assertThat(TreeSnapshot.of(folder).entries())
                .hasSize(made)
                .containsKeys("new\\x0aline", "back\\\\slash", "\\xc3");
        try (var children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                assertThat(NastyNames.all()).anyMatch(name -> Arrays.equals(name, ByteNames.of(child)));
            }
        }
    }

    @Test
    void show_isReadableAndOneToOne() {
        assertThat(ByteNames.show("a\\b\n\u00e9".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a\\\\b\\x0a\u00e9");
        assertThat(ByteNames.show(new byte[] {'a', (byte) 0xFF})).isEqualTo("a\\xff");
        assertThat(NastyNames.all().stream().map(ByteNames::show).distinct())
                .hasSize(NastyNames.all().size());
    }

    @Test
    void differences_nameEachKind() throws IOException {
        Path root = Files.createDirectory(folder.resolve("t"));
        for (String name : List.of("gone", "changed", "longer", "touched", "retyped")) {
            Files.writeString(root.resolve(name), "abc");
            Files.setLastModifiedTime(root.resolve(name), FileTime.from(Instant.EPOCH));
        }
        TreeSnapshot before = TreeSnapshot.of(root);
        assertThat(before.differences(TreeSnapshot.of(root))).isEmpty();
        Files.delete(root.resolve("gone"));
        Files.writeString(root.resolve("changed"), "abd");
        Files.setLastModifiedTime(root.resolve("changed"), FileTime.from(Instant.EPOCH));
        Files.writeString(root.resolve("longer"), "abcd");
        Files.setLastModifiedTime(root.resolve("longer"), FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(root.resolve("touched"), FileTime.from(Instant.EPOCH.plusNanos(1)));
        Files.delete(root.resolve("retyped"));
        Files.createDirectory(root.resolve("retyped"));
        Files.createDirectory(root.resolve("new"));
        TreeSnapshot after = TreeSnapshot.of(root);
        List<String> told = before.differences(after);
        assertThat(told).hasSize(6);
        assertThat(told.get(0)).startsWith("~ changed: content ba7816bf → ");
        assertThat(told.get(1)).isEqualTo("- gone");
        assertThat(told.get(2)).startsWith("~ longer: size 3 → 4, content");
        assertThat(told.get(3)).isEqualTo("+ new");
        assertThat(told.get(4)).startsWith("~ retyped: FILE → FOLDER");
        assertThat(told.get(5)).isEqualTo("~ touched: time 1970-01-01T00:00:00Z → 1970-01-01T00:00:00.000000001Z");
        assertThat(before.withoutTimes().differences(after.withoutTimes())).hasSize(5);
        assertThatThrownBy(() -> after.assertEquals(before))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("6 differences")
                .hasMessageContaining("- gone");
    }
}
