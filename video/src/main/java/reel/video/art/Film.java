package reel.video.art;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The whole film that a seed stands for: scenes one after the other, each half a minute, one fading into the
/// next. A short film is one scene, which moves there and back, so that it plays in a loop without a jump.
final class Film {
    /// A scene's loop: 30 seconds at 30 frames a second.
    static final int SCENE_FRAMES = 900;

    private static final int FADE_FRAMES = 45;

    /// A film shorter than this would have to hurry through a whole loop.
    private static final int WHOLE_LOOP_FRAMES = 540;

    private static final double MOST_TURN_DEGREES = 10;

    private final long frames;
    private final List<Scene> scenes = new ArrayList<>();

    Film(int width, int height, long seed, long frames) {
        this.frames = frames;
        Dice dice = new Dice(seed);
        int count = (int) Math.min(MOST_SCENES, 1 + (Math.max(1, frames) - 1) / SCENE_FRAMES);
        int family = -1;
        int palette = -1;
        for (int i = 0; i < count; i++) {
            family = other(dice, Gallery.FAMILIES, family);
            palette = other(dice, Palette.ALL.size(), palette);
            double turn = dice.between(-MOST_TURN_DEGREES, MOST_TURN_DEGREES);
            scenes.add(Gallery.scene(
                    family, width, height, Palette.ALL.get(palette).turned(turn), Dice.of(seed, i)));
        }
    }

    /// After so many scenes, half an hour, they come again.
    private static final int MOST_SCENES = 60;

    /// Any but the one before.
    private static int other(Dice dice, int count, int before) {
        int next = dice.below(before < 0 ? count : count - 1);
        return before >= 0 && next >= before ? next + 1 : next;
    }

    /// Paints frame `frame` of the film.
    ///
    /// @param spare of the same size, for a frame that [#fades]; its contents are lost
    void paint(long frame, Canvas to, @Nullable Canvas spare) {
        int index = (int) (frame / SCENE_FRAMES);
        long inScene = frame % SCENE_FRAMES;
        paint(scenes.get(index % scenes.size()), phase(frame, inScene), to);
        if (spare != null && fades(frame)) {
            double before = (SCENE_FRAMES + inScene) / (double) SCENE_FRAMES;
            paint(scenes.get((index - 1) % scenes.size()), before - Math.floor(before), spare);
            float share = (float) Turn.ease((inScene + 1.0) / (FADE_FRAMES + 1));
            fade(spare, to, share);
        }
    }

    /// Whether two scenes are seen in this frame.
    boolean fades(long frame) {
        return frame >= SCENE_FRAMES && frame % SCENE_FRAMES < FADE_FRAMES;
    }

    private double phase(long frame, long inScene) {
        if (frames > SCENE_FRAMES) {
            return inScene / (double) SCENE_FRAMES;
        }
        double share = frame / (double) frames;
        if (frames >= WHOLE_LOOP_FRAMES) {
            return share;
        }
        return (0.5 - 0.5 * Turn.cos(share)) * frames / (2.0 * SCENE_FRAMES);
    }

    private static void paint(Scene scene, double phase, Canvas to) {
        Scene.Picture picture = scene.at(phase);
        for (int row = 0; row < to.height; row++) {
            picture.row(row, to);
        }
    }

    private static void fade(Canvas from, Canvas to, float share) {
        for (int i = 0; i < to.y.length; i++) {
            to.y[i] = from.y[i] + share * (to.y[i] - from.y[i]);
            to.cb[i] = from.cb[i] + share * (to.cb[i] - from.cb[i]);
            to.cr[i] = from.cr[i] + share * (to.cr[i] - from.cr[i]);
        }
    }
}
