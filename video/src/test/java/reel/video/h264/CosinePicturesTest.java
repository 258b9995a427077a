package reel.video.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.NeedsProgram;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FfmpegFinder;
import reel.video.mp4.FileWriter;
import reel.video.mp4.Track;

/// Pictures as another decoder sees them.
@NeedsProgram("ffmpeg")
@Seeded
final class CosinePicturesTest {
    private static final int FRAMES = 5;

    @TempDir(factory = RamFolder.class)
    Path folder;

    private static int[] steps() {
        int[] steps = new int[16];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = 20 + i;
        }
        return steps;
    }

    /// The luma planes of a film of pictures, one behind the other.
    private byte[] shown(CosineFormat format, byte[][] pictures) throws IOException {
        Path film = folder.resolve("film.mp4");
        try (FileChannel channel = FileChannel.open(film, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Track track = new Track(
                    format.width(),
                    format.height(),
                    format.framesPerSecond(),
                    false,
                    format.sequence(),
                    format.picture());
            FileWriter writer = FileWriter.open(channel, track, FRAMES + 1);
            CosinePictures cosines = new CosinePictures(format);
            writer.picture(cosines.flat());
            for (int i = 0; i < pictures.length; i++) {
                writer.dependent(cosines.picture(i + 1, pictures[i]));
            }
            writer.end();
        }
        Path planes = folder.resolve("planes");
        Ffmpeg ffmpeg = FfmpegFinder.ofProcess().find(null);
        // Whatever it finds wrong with the stream is an error, and its words.
        String said = ffmpeg.run(
                "film",
                List.of(
                        "-v",
                        "warning",
                        "-err_detect",
                        "explode",
                        "-i",
                        film.toString(),
                        "-vf",
                        "extractplanes=y",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "gray",
                        planes.toString()));
        assertThat(said).isEmpty();
        return Files.readAllBytes(planes);
    }

    private static double cosine(int k, int i) {
        return k == 0 ? 0.5 : Math.sqrt(0.5) * Math.cos((2 * i + 1) * k * Math.PI / 8);
    }

    /// How strong a cosine is in a block.
    private static double strength(byte[] planes, int at, int width, int cosine) {
        double sum = 0;
        for (int i = 0; i < 16; i++) {
            int pixel = planes[at + i / 4 * width + i % 4] & 0xFF;
            sum += (pixel - 128) * cosine(cosine >> 2, i / 4) * cosine(cosine & 3, i % 4);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"64,48,1.0", "200,90,0.5", "18,16,0.9", "322,182,0.02"})
    void picture_ofRandomBlocks_isDecodedAsItWasMeant(int width, int height, double filled, RandomGenerator random)
            throws IOException {
        CosineFormat format = new CosineFormat(width, height, 6, steps());
        CosinePictures sizes = new CosinePictures(format);
        byte[][] pictures = new byte[FRAMES][sizes.blockColumns() * sizes.blockRows()];
        for (byte[] blocks : pictures) {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = (byte) (random.nextDouble() < filled ? CosinePictures.COSINE + random.nextInt(32) : 0);
            }
        }

        byte[] planes = shown(format, pictures);

        assertThat(planes).hasSize((FRAMES + 1) * width * height);
        assertThat(Arrays.copyOf(planes, width * height)).containsOnly((byte) 128);
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int block = 0; block < pictures[frame].length; block++) {
                int x = 4 * (block % sizes.blockColumns());
                int y = 4 * (block / sizes.blockColumns());
                if (x + 4 <= width && y + 4 <= height) {
                    check(planes, ((frame + 1) * height + y) * width + x, width, pictures[frame][block]);
                }
            }
        }
    }

    private static void check(byte[] planes, int at, int width, int block) {
        int meant = block - CosinePictures.COSINE & 15;
        for (int cosine = 0; cosine < 16; cosine++) {
            double expected = 0;
            if (block != CosinePictures.NOTHING && cosine == meant) {
                expected = block >= CosinePictures.FLAT_BELOW ? -4.0 * steps()[meant] : 4.0 * steps()[meant];
            }
            // H.264's cosines are made of whole numbers: a fourteenth of an odd one is in its neighbour.
            assertThat(strength(planes, at, width, cosine))
                    .isCloseTo(expected, org.assertj.core.data.Offset.offset(14.0));
        }
    }
}
