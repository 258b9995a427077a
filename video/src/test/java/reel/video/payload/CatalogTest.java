package reel.video.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.testkit.Seeded;

@Seeded
final class CatalogTest {
    private static Entry file(String path) {
        return Entry.file(path, 1, 0644, Instant.EPOCH);
    }

    private static byte[] listed(Entry... entries) throws ReelException {
        return new Catalog(List.of(entries)).bytes();
    }

    @Test
    void catalog_ofEveryKind_comesBack() throws ReelException {
        Catalog catalog = new Catalog(List.of(
                new Entry(Entry.Kind.FOLDER, "a", 0, 0755, Instant.parse("1901-01-01T00:00:00.000000001Z"), null),
                new Entry(Entry.Kind.LINK, "a/l", 0, -1, null, "../a/ü"),
                Entry.file("a/ü", 1L << 50, 0, null)));
        assertThat(Catalog.read(catalog.bytes(), "v")).isEqualTo(catalog);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../a",
                "a/../b",
                "a/..",
                "..",
                ".",
                "./a",
                "a//b",
                "a/",
                "",
                "C:\\x",
                "c:/x",
                "\\\\h\\s",
                "a/..\\..\\b",
                "a\\..\\b",
                "a\0b"
            })
    void name_thatLeadsElsewhere_isRefused(String name) throws ReelException {
        byte[] bytes = listed(file(name));
        assertThatThrownBy(() -> Catalog.read(bytes, "v")).isInstanceOf(Refused.class);
    }

    @Test
    void name_thatIsTooLong_isRefused() throws ReelException {
        byte[] part = listed(file("x".repeat(256)));
        byte[] whole = listed(file("x/".repeat(2100) + "x"));
        assertThatThrownBy(() -> Catalog.read(part, "v")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Catalog.read(whole, "v")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..a", "a..b", " ", "-", "a:b", "a b/ü", ".hidden"})
    void name_thatIsOnlyOdd_isTaken(String name) throws ReelException {
        assertThat(Catalog.read(listed(file(name)), "v").entries().getFirst().path())
                .isEqualTo(name);
    }

    @Test
    void entries_thatCollide_areDamage() throws ReelException {
        byte[] twice = listed(file("a"), file("a"));
        byte[] below = listed(file("a"), file("a/b/c"));
        byte[] unsized = listed(file("a"), Entry.file("b", Entry.UNKNOWN_SIZE, -1, null));
        for (byte[] bytes : List.of(twice, below, unsized)) {
            assertThatThrownBy(() -> Catalog.read(bytes, "v")).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void catalog_thatIsDamaged_isToldAsThat(RandomGenerator random) throws ReelException {
        byte[] bytes = listed(
                new Entry(Entry.Kind.FOLDER, "folder", 0, 0755, Instant.EPOCH, null),
                new Entry(Entry.Kind.LINK, "folder/link", 0, 0777, Instant.EPOCH, "target"),
                file("folder/target"));
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = Arrays.copyOf(bytes, round % 3 == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Catalog.read(damaged, "v").entries()).hasSizeLessThan(4);
            } catch (Corrupt | Refused told) {
                assertThat(told).hasMessageContaining("v:");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, b, true",
        "a/b, ../c, true",
        "a/b, ../../c, false",
        "a, ../c, false",
        "a, /etc, false",
        "a/b/c, ./../x, true",
        "a/b, x/../../../y, false",
        "a, '', false",
        "a, C:x, false",
        "a, b\\c, false"
    })
    void link_mayPointBelowTheFolderOnly(String path, String target, boolean inside) {
        assertThat(SafePath.staysInside(path, target)).isEqualTo(inside);
    }
}
