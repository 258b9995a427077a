package reel.video.gop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.video.gop.MadeFilm.Shape;

@Seeded
final class ExactTest {
    @TempDir(factory = RamFolder.class)
    Path temp;

    @RepeatedTest(30)
    void film_ofAnyShape_comesBackByteForByte(RandomGenerator random) throws IOException {
        byte[] film = MadeFilm.of(
                random, Shape.any(random), 1 + random.nextInt(40), 1 + random.nextInt(12), 1 + random.nextInt(20_000));

        SegmentReport report = cutAndJoin(film);

        assertThat(report.fallback()).isEmpty();
        assertThat(report.streams()).isEqualTo(3);
    }

    @Test
    void film_withGroups_hasASegmentForEach(RandomGenerator random) throws IOException {
        byte[] film = MadeFilm.of(random, Shape.PLAIN, 40, 8, 9_000);
        cutAndJoin(film);

        assertThat(names()).filteredOn(name -> name.startsWith("video1-")).hasSize(5);
        assertThat(names()).contains("audio2-000001.seg", "rest-000001.seg", "recipe.reel");
    }

    /// A film whose sound is taken out shares its pictures' segments with the one before.
    @Test
    void film_withBoxesMoved_hasTheSameSegments(RandomGenerator random) throws IOException {
        long seed = random.nextLong();
        byte[] first = MadeFilm.of(new java.util.SplittableRandom(seed), Shape.PLAIN, 40, 8, 9_000);
        byte[] moved = MadeFilm.of(
                new java.util.SplittableRandom(seed), new Shape(true, true, false, true, false), 40, 8, 9_000);
        Files.write(temp.resolve("a.mp4"), first);
        Files.write(temp.resolve("b.mp4"), moved);
        FilmTools.segmentExactly(temp.resolve("a.mp4"), temp.resolve("a"), GopProgress.SILENT);
        FilmTools.segmentExactly(temp.resolve("b.mp4"), temp.resolve("b"), GopProgress.SILENT);

        for (int i = 1; i <= 5; i++) {
            String name = "video1-00000" + i + ".seg";
            assertThat(temp.resolve("a").resolve(name))
                    .hasSameBinaryContentAs(temp.resolve("b").resolve(name));
        }
    }

    @Test
    void noFilm_comesBackInPieces(RandomGenerator random) throws IOException {
        SegmentReport report = cutAndJoin(MadeFilm.noise(random, 20 << 20));

        assertThat(report.fallback()).contains("does not begin as");
        assertThat(report.segments()).isEqualTo(3);
    }

    @Test
    void emptyFileAndSingleByte_comeBack() throws IOException {
        assertThat(cutAndJoin(new byte[0]).segments()).isZero();
        assertThat(cutAndJoin(new byte[] {42}).segments()).isEqualTo(1);
    }

    @Test
    void fragmentedFilm_comesBackInPieces(RandomGenerator random) throws IOException {
        byte[] film =
                MadeFilm.concat(MadeFilm.of(random, Shape.PLAIN, 10, 5, 1_000), MadeFilm.box("moof", new byte[40]));

        assertThat(cutAndJoin(film).fallback()).isEqualTo("it is fragmented");
    }

    @Test
    void overlappingTables_comeBackInPieces(RandomGenerator random) throws IOException {
        byte[] film = MadeFilm.of(random, Shape.PLAIN, 10, 5, 1_000);
        int stco = MadeFilm.find(film, "stco", 0);
        ByteBuffer tables = ByteBuffer.wrap(film);
        tables.putInt(stco + 16, tables.getInt(stco + 12));

        assertThat(cutAndJoin(film).fallback()).isEqualTo("samples lie over one another");
    }

    @Test
    void truncatedFilm_comesBackInPieces(RandomGenerator random) throws IOException {
        byte[] film = MadeFilm.of(random, Shape.PLAIN, 10, 5, 1_000);

        assertThat(cutAndJoin(java.util.Arrays.copyOf(film, film.length - 700)).fallback())
                .contains("beyond the end of the file");
    }

    /// Whatever a damaged film says of itself, it comes back as it is.
    @RepeatedTest(80)
    void damagedFilm_comesBackByteForByte(RandomGenerator random) throws IOException {
        byte[] film = MadeFilm.of(random, Shape.any(random), 6, 3, 300);
        int moov = MadeFilm.find(film, "moov", 0);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            film[Math.min(film.length - 1, moov + random.nextInt(1_400))] =
                    random.nextBoolean() ? (byte) random.nextInt() : random.nextBoolean() ? 0 : (byte) 255;
        }

        cutAndJoin(film);
    }

    @Test
    void damagedSegment_isNamed_andNothingIsWritten(RandomGenerator random) throws IOException {
        cutAndJoin(MadeFilm.of(random, Shape.PLAIN, 40, 8, 9_000));
        for (String name : List.of("video1-000002.seg", "audio2-000001.seg")) {
            byte[] bytes = Files.readAllBytes(temp.resolve("cut").resolve(name));
            bytes[bytes.length / 2] ^= 1;
            Files.write(temp.resolve("cut").resolve(name), bytes);
        }

        assertThatThrownBy(this::join)
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("2 segments damaged")
                .hasMessageContaining("video1-000002.seg")
                .hasMessageContaining("audio2-000001.seg");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void missingSegment_isNamed(RandomGenerator random) throws IOException {
        cutAndJoin(MadeFilm.of(random, Shape.PLAIN, 40, 8, 9_000));
        Files.delete(temp.resolve("cut").resolve("video1-000003.seg"));

        assertThatThrownBy(this::join).isInstanceOf(Missing.class).hasMessageContaining("video1-000003.seg");
    }

    @Test
    void shortSegment_isNamed(RandomGenerator random) throws IOException {
        cutAndJoin(MadeFilm.of(random, Shape.PLAIN, 40, 8, 9_000));
        Files.write(temp.resolve("cut").resolve("video1-000003.seg"), new byte[3]);

        assertThatThrownBy(this::join).isInstanceOf(Corrupt.class).hasMessageContaining("video1-000003.seg");
    }

    /// Every byte of a recipe matters: damaged anywhere, it is told, and no film is written.
    @RepeatedTest(30)
    void damagedRecipe_isTold(RandomGenerator random) throws IOException {
        cutAndJoin(MadeFilm.of(random, Shape.PLAIN, 8, 4, 300));
        Path recipe = temp.resolve("cut").resolve(Recipe.FILE);
        byte[] bytes = Files.readAllBytes(recipe);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(
                recipe, random.nextBoolean() ? bytes : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));

        assertThatThrownBy(this::join).isInstanceOf(ReelException.class);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void targetThatExists_isRefused(RandomGenerator random) throws IOException {
        Path film = temp.resolve("clip.mp4");
        Files.write(film, MadeFilm.of(random, Shape.PLAIN, 8, 4, 300));
        Files.createDirectory(temp.resolve("cut"));

        assertThatThrownBy(() -> FilmTools.segmentExactly(film, temp.resolve("cut"), GopProgress.SILENT))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void folderWithoutRecipe_isTold() {
        assertThatThrownBy(this::join).isInstanceOf(Missing.class);
    }

    @Test
    void filmThatIsAFolder_isRefused() {
        assertThatThrownBy(() -> FilmTools.segmentExactly(temp, temp.resolve("cut"), GopProgress.SILENT))
                .isInstanceOf(Refused.class);
    }

    @Test
    void stoppedCutting_leavesNothing(RandomGenerator random) throws IOException {
        Path film = temp.resolve("clip.mp4");
        Files.write(film, MadeFilm.of(random, Shape.PLAIN, 40, 8, 9_000));
        GopProgress stopping = new GopProgress() {
            @Override
            public void begin(long bytes) {}

            @Override
            public void advance(long bytes) {
                throw new IllegalStateException("stopped");
            }
        };

        assertThatThrownBy(() -> FilmTools.segmentExactly(film, temp.resolve("cut"), stopping))
                .hasMessage("stopped");
        assertThat(leftovers()).isEmpty();
        assertThat(temp.resolve("cut")).doesNotExist();
    }

    private SegmentReport cutAndJoin(byte[] bytes) throws IOException {
        Path film = temp.resolve("clip.mp4");
        Files.write(film, bytes);
        delete(temp.resolve("cut"));
        SegmentReport report = FilmTools.segmentExactly(film, temp.resolve("cut"), GopProgress.SILENT);
        Path back = join();
        assertThat(back).hasSameBinaryContentAs(film);
        Files.delete(back);
        assertThat(leftovers()).isEmpty();
        return report;
    }

    private Path join() throws IOException {
        Path back = temp.resolve("back.mp4");
        AssembleReport unused = FilmTools.assemble(temp.resolve("cut"), back, false, null, GopProgress.SILENT);
        return back;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("cut"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !List.of("clip.mp4", "cut").contains(name))
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
