package reel.video.art;

import java.util.List;
import reel.video.art.Ramp.Stop;

/// Colours that go together.
///
/// @param ground what everything stands on, from its deep to its light end
/// @param scale  from the far to the near, the quiet to the loud
/// @param accent used once
record Palette(String name, boolean dark, List<Stop> ground, List<Stop> scale, Stop accent) {
    static final List<Palette> ALL = List.of(
            new Palette(
                    "dusk",
                    true,
                    stops(.24, .07, 285, .36, .11, 320, .62, .15, 20, .80, .12, 62),
                    stops(.66, .16, 28, .55, .17, 5, .44, .15, 340, .33, .11, 305, .25, .07, 285),
                    new Stop(.88, .11, 82)),
            new Palette(
                    "lagoon",
                    true,
                    stops(.26, .05, 235, .40, .08, 215, .62, .09, 200, .86, .05, 160),
                    stops(.82, .08, 175, .70, .10, 190, .57, .10, 205, .43, .09, 225, .29, .06, 245),
                    new Stop(.72, .16, 40)),
            new Palette(
                    "terracotta",
                    false,
                    stops(.88, .03, 80, .90, .035, 78, .86, .05, 70),
                    stops(.80, .09, 75, .70, .13, 55, .58, .14, 38, .45, .10, 30, .33, .05, 260),
                    new Stop(.55, .08, 150)),
            new Palette(
                    "aurora",
                    true,
                    stops(.20, .05, 265, .27, .07, 250, .42, .10, 200, .62, .14, 165),
                    stops(.84, .15, 140, .70, .15, 165, .55, .12, 200, .42, .13, 270, .34, .14, 300),
                    new Stop(.86, .12, 110)),
            new Palette(
                    "nordic",
                    false,
                    stops(.90, .012, 230, .86, .02, 225, .78, .035, 228),
                    stops(.76, .045, 225, .64, .06, 235, .51, .07, 245, .40, .06, 250, .30, .045, 255),
                    new Stop(.62, .16, 35)),
            new Palette(
                    "sakura",
                    false,
                    stops(.90, .025, 20, .87, .045, 10, .80, .07, 0),
                    stops(.82, .09, 5, .72, .13, 2, .58, .14, 355, .44, .11, 340, .34, .07, 320),
                    new Stop(.60, .09, 150)),
            new Palette(
                    "ink",
                    true,
                    stops(.22, .02, 250, .27, .03, 245, .36, .045, 235),
                    stops(.84, .10, 88, .74, .12, 78, .60, .10, 68, .48, .06, 200, .35, .05, 225),
                    new Stop(.90, .03, 90)),
            new Palette(
                    "primary",
                    false,
                    stops(.90, .025, 92, .89, .03, 90, .87, .035, 88),
                    stops(.83, .15, 88, .60, .20, 30, .46, .14, 255, .70, .08, 230, .27, .03, 265),
                    new Stop(.58, .12, 155)),
            new Palette(
                    "plum",
                    true,
                    stops(.23, .06, 325, .31, .09, 335, .46, .13, 350, .68, .13, 20),
                    stops(.85, .08, 55, .74, .13, 25, .60, .16, 5, .46, .14, 345, .33, .10, 325),
                    new Stop(.80, .10, 190)),
            new Palette(
                    "meadow",
                    false,
                    stops(.90, .04, 105, .87, .055, 112, .80, .075, 120),
                    stops(.80, .12, 112, .68, .12, 128, .56, .11, 145, .44, .09, 165, .32, .06, 190),
                    new Stop(.66, .17, 45)));

    private static List<Stop> stops(double... values) {
        Stop[] stops = new Stop[values.length / 3];
        for (int i = 0; i < stops.length; i++) {
            stops[i] = new Stop(values[3 * i], values[3 * i + 1], values[3 * i + 2]);
        }
        return List.of(stops);
    }

    /// The same, all hues turned a little.
    Palette turned(double degrees) {
        return new Palette(
                name,
                dark,
                ground.stream().map(stop -> stop.turned(degrees)).toList(),
                scale.stream().map(stop -> stop.turned(degrees)).toList(),
                accent.turned(degrees));
    }

    Ramp groundRamp() {
        return new Ramp(ground);
    }

    Ramp scaleRamp() {
        return new Ramp(scale);
    }

    /// The scale's inks, and the accent as the last.
    List<Ink> inks() {
        return java.util.stream.Stream.concat(scale.stream(), java.util.stream.Stream.of(accent))
                .map(Stop::ink)
                .toList();
    }
}
