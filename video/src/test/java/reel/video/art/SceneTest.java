package reel.video.art;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import reel.video.ffmpeg.FrameShape;

final class SceneTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private static Canvas paint(Scene scene, double phase) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        Scene.Picture picture = scene.at(phase);
        for (int row = 0; row < HEIGHT; row++) {
            picture.row(row, canvas);
        }
        return canvas;
    }

    private static Scene scene(int family, int palette, long seed) {
        return Gallery.scene(family, WIDTH, HEIGHT, Palette.ALL.get(palette), new Dice(seed));
    }

    @Test
    void everyFamily_paintsTheSameBitsTwice_andOthersForAnotherSeed() {
        for (int family = 0; family < Gallery.FAMILIES; family++) {
            Canvas first = paint(scene(family, 1, 5), 0.3);
            assertThat(paint(scene(family, 1, 5), 0.3).y).as("family " + family).isEqualTo(first.y);
            assertThat(paint(scene(family, 1, 6), 0.3).y).as("family " + family).isNotEqualTo(first.y);
        }
    }

    /// The end of a loop is its beginning, and between two frames nothing jumps.
    @Test
    void everyFamily_loopsAndMovesSlowly() {
        for (int family = 0; family < Gallery.FAMILIES; family++) {
            Scene scene = scene(family, 0, 11);
            float[] before = paint(scene, 0.9999999).y;
            assertThat(difference(before, paint(scene, 0).y))
                    .as("loop of family " + family)
                    .isLessThan(0.5);
            double step = difference(paint(scene, 0.4).y, paint(scene, 0.4 + 1.0 / Film.SCENE_FRAMES).y);
            assertThat(step).as("motion of family " + family).isBetween(0.0001, 6.0);
        }
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    /// Enough light and dark in every palette to see the picture, and room for grain at both ends.
    @Test
    void everyPalette_hasContrastAndRoomForGrain() {
        for (int palette = 0; palette < Palette.ALL.size(); palette++) {
            Ramp scale = Palette.ALL.get(palette).scaleRamp();
            float[] tones = new float[64];
            for (int i = 0; i < tones.length; i++) {
                tones[i] = scale.y(i / 63.0);
                assertThat(tones[i]).isBetween(Ink.DARKEST, Ink.BRIGHTEST);
            }
            Arrays.sort(tones);
            assertThat(tones[63] - tones[0]).as(Palette.ALL.get(palette).name()).isGreaterThan(80);
        }
    }

    @Test
    void inks_stayInsideTheColoursThatVideoHas() {
        for (int hue = 0; hue < 360; hue += 7) {
            Ink loud = Ink.oklch(0.6, 0.4, hue);
            assertThat(loud.cb()).isBetween(-112f, 112f);
            assertThat(loud.cr()).isBetween(-112f, 112f);
        }
        assertThat(Ink.oklch(0, 0, 0).y()).isEqualTo(Ink.DARKEST);
        assertThat(Ink.oklch(1, 0, 0).y()).isEqualTo(Ink.BRIGHTEST);
    }

    /// What decides bits never asks the platform for a sine: this film's first picture is known.
    @Test
    void film_ofASeed_isKnown() {
        FrameShape shape = new FrameShape(WIDTH, HEIGHT);
        Darkroom room = new Darkroom(shape, new Film(WIDTH, HEIGHT, 42, 600));
        byte[] plane = new byte[shape.pixels() + shape.chromaBytes()];
        room.develop(77, new byte[Darkroom.grain(shape).bits()], plane);

        assertThat(reel.stream.hash.Blake3.hash(plane).brief(16)).isEqualTo("4f2f05ffe76b2088");
    }

    @Test
    void grain_isReadAsItWasPut_whereThePictureIsSmooth() {
        FrameShape shape = new FrameShape(WIDTH, HEIGHT);
        Grain grain = Darkroom.grain(shape);
        float[] luma = new float[shape.pixels()];
        Arrays.fill(luma, 120);
        byte[] bits = new byte[grain.bits()];
        Dice dice = new Dice(3);
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) dice.below(2);
        }
        byte[] plane = new byte[shape.pixels()];
        byte[] soft = new byte[grain.bits()];
        for (int row = 0; row < grain.blockRows(); row++) {
            grain.put(row, luma, bits, plane);
            grain.read(row, plane, soft);
        }
        for (int i = 0; i < bits.length; i++) {
            assertThat(soft[i] < 0 ? 1 : 0).isEqualTo(bits[i]);
        }
    }
}
