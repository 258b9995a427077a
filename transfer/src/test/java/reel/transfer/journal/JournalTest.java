package reel.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Refused;
import reel.testkit.Data;

final class JournalTest {
    private static final long SIZE = 10L << 20;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private Journal open(String identity) throws IOException {
        return Journal.open(folder, identity, "sftp://nas/vol", notes::add);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Pieces some(long... which) {
        Pieces pieces = new Pieces(SIZE, Proof.TREE);
        for (long piece : which) {
            pieces.set(piece, new long[] {piece, 2, 3, 4}, 0);
        }
        return pieces;
    }

    @Test
    void journal_openedAgain_tellsWhatArrivedOfWhatDidNotEnd() throws IOException {
        try (Journal journal = open("one")) {
            FileLog film = journal.begin("film", SIZE, null, "etag", 4 << 20, ".reel-part-1", Proof.TREE);
            film.arrived(some(0, 1, 2, 3, 8), 0, 4);
            film.arrived(some(8), 8, 1);
            journal.begin("done", SIZE, null, null, 4 << 20, "x", Proof.TREE).end();
            journal.arrived("whole", 5, null, null);
        }
        for (int again = 0; again < 3; again++) {
            try (Journal journal = open("one")) {
                assertThat(journal.hasArrived("whole", 5, null, null)).isTrue();
                assertThat(journal.hasArrived("whole", 6, null, null)).isFalse();
                assertThat(journal.unfinished("done", SIZE, null, null)).isNull();
                assertThat(journal.unfinished("film", SIZE, null, "other")).isNull();
                Unfinished film = journal.unfinished("film", SIZE, null, "etag");
                assertThat(film).isNotNull();
                if (film != null) {
                    assertThat(film.token()).isEqualTo(".reel-part-1");
                    assertThat(film.pieces().count()).isEqualTo(5);
                    assertThat(film.pieces().matches(8, new long[] {8, 2, 3, 4}, 0))
                            .isTrue();
                }
                assertThat(journal.unfinished("film", SIZE, null, "etag")).isNull();
                assertThat(journal.leftovers()).isEmpty();
            }
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void journal_openedAgain_tellsWhatPiecesAreProvedBy() throws IOException {
        Pieces sums = new Pieces(SIZE, Proof.SUMS);
        sums.set(0, new long[] {7, 0, 0, 0}, 0);
        try (Journal journal = open("one")) {
            journal.begin("film", SIZE, null, null, 4 << 20, "token", Proof.SUMS)
                    .arrived(sums, 0, 1);
            journal.begin("sound", SIZE, null, null, 4 << 20, "other", Proof.TREE);
        }
        open("one").close();
        try (Journal journal = open("one")) {
            Unfinished film = journal.unfinished("film", SIZE, null, null);
            Unfinished sound = journal.unfinished("sound", SIZE, null, null);
            assertThat(film).isNotNull();
            assertThat(sound).isNotNull();
            if (film != null && sound != null) {
                assertThat(film.pieces().proof()).isEqualTo(Proof.SUMS);
                assertThat(film.pieces().matches(0, new long[] {7, 0, 0, 0}, 0)).isTrue();
                assertThat(sound.pieces().proof()).isEqualTo(Proof.TREE);
            }
        }
    }

    @Test
    void journal_ofAnotherTransfer_knowsNothingOfThis() throws IOException {
        try (Journal journal = open("one")) {
            journal.begin("film", SIZE, null, null, 4 << 20, "token", Proof.TREE);
        }
        try (Journal journal = open("two")) {
            assertThat(journal.unfinished("film", SIZE, null, null)).isNull();
        }
        try (Journal journal = open("one")) {
            assertThat(journal.leftovers()).extracting(Leftover::token).containsExactly("token");
        }
    }

    @Test
    void journal_whoseDestinationIsInUse_isRefusedUntilItIsClosed() throws IOException {
        try (Journal journal = open("one")) {
            assertThatThrownBy(() -> open("two")).isInstanceOf(Refused.class);
            assertThat(journal.leftovers()).isEmpty();
        }
        open("two").close();
    }

    /// Whatever is done to its bytes, opening it never fails and tells nothing that was not written.
    @Test
    void journal_damagedAnyhow_isAPartOfWhatWasWrittenOrNothing() throws IOException {
        try (Journal journal = open("one")) {
            FileLog film = journal.begin("film", SIZE, null, null, 4 << 20, "token", Proof.TREE);
            film.arrived(some(0, 1, 2, 3), 0, 4);
            film.arrived(some(5), 5, 1);
        }
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            switch (i % 4) {
                case 0 -> damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
                case 1 -> damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged = Arrays.copyOf(whole, whole.length + random.nextInt(500));
                default -> {
                    byte[] noise = Data.NOISE.bytes(random, 1 + random.nextInt(60));
                    int at = random.nextInt(whole.length - noise.length);
                    System.arraycopy(noise, 0, damaged, at, noise.length);
                }
            }
            Files.write(file(), damaged);
            try (Journal journal = open("one")) {
                Unfinished film = journal.unfinished("film", SIZE, null, null);
                if (film != null) {
                    assertThat(film.pieces().count()).isIn(0, 4, 5);
                    assertThat(film.token()).isEqualTo("token");
                }
            }
        }
        assertThat(notes).isNotEmpty().allMatch(note -> note.contains("is damaged"));
    }

    @Test
    void journal_isWhatTheFormatSays() throws IOException {
        try (Journal journal = open("one")) {
            assertThat(journal.leftovers()).isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file());

        assertThat(new String(bytes, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("REELXFER");
        assertThat(Arrays.copyOfRange(bytes, 8, 19)).containsExactly(1, 0, 0, 0, 18, 0, 0, 0, 'o', 'n', 'e');
        assertThat(new String(bytes, 19, 15, StandardCharsets.US_ASCII)).isEqualTo("\nsftp://nas/vol");
        assertThat(bytes).hasSize(38);
    }
}
