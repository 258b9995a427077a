package reel.backend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;

/// The order of listings, and sums of sums.
final class KeyOrderTest {
    private static List<String> ordered(Iterable<String> listed) throws IOException {
        List<String> told = new ArrayList<>();
        KeyOrder order = new KeyOrder("test", entry -> told.add(entry.path()));
        for (String path : listed) {
            order.accept(Entry.file(path, 1, null));
        }
        order.finish();
        return told;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void names_listedInEitherOrder_areToldInThatOfTheirBytes(long seed) throws IOException {
        Random random = new Random(seed);
        String[] letters = {"a", "b", "/", "\u00e9", "\ud7ff", "\ue000", "\uff5e", "\ud83c\udfac", "\ud800\udc00"};
        TreeSet<String> byUnits = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                name.append(letters[random.nextInt(letters.length)]);
            }
            byUnits.add(name.toString());
        }
        TreeSet<String> byBytes = new TreeSet<>(
                Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        byBytes.addAll(byUnits);

        assertThat(ordered(byUnits)).containsExactlyElementsOf(byBytes);
        assertThat(ordered(byBytes)).containsExactlyElementsOf(byBytes);
    }

    @Test
    void names_inNoOrder_areAnErrorAndNeverToldSo() {
        for (List<String> listed : List.of(List.of("b", "a"), List.of("a", "a"), List.of("B", "a", "C"))) {
            assertThatThrownBy(() -> ordered(listed)).isInstanceOf(Corrupt.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 1000, 65_537})
    void sum_ofParts_isThatOfTheWhole(int cut) throws IOException {
        byte[] bytes = new byte[65_537];
        new Random(cut).nextBytes(bytes);
        CRC32C first = new CRC32C();
        CRC32C second = new CRC32C();
        CRC32C whole = new CRC32C();
        first.update(bytes, 0, cut);
        second.update(bytes, cut, bytes.length - cut);
        whole.update(bytes);

        assertThat(Crc32cSum.join((int) first.getValue(), (int) second.getValue(), bytes.length - cut))
                .isEqualTo((int) whole.getValue());
        assertThat(Held.digest(MemoryBudget.of(1 << 20), Source.of(MemorySegment.ofArray(bytes)), DigestKind.CRC32C))
                .isEqualTo("%08x".formatted(whole.getValue()));
    }
}
