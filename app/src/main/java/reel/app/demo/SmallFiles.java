package reel.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The thousands of small files a project consists of: scene descriptions, meshes, scripts, notes.
final class SmallFiles {
    private static final List<String> WORDS = List.of(
            "grade", "plate", "matte", "comp", "take", "slate", "reel", "layout", "render", "light", "camera", "focus",
            "shadow", "texture", "proxy", "clip", "cut", "roll", "scene", "shot");
    private static final int FILES_PER_FOLDER = 120;

    private SmallFiles() {}

    /// Where file `i` stands below the project.
    static String path(int i) {
        String folder = "project/seq%03d/".formatted(i / FILES_PER_FOLDER);
        return switch (i % 4) {
            case 0 -> folder + "shot%05d.json".formatted(i);
            case 1 -> folder + "mesh%05d.obj".formatted(i);
            case 2 -> folder + "tool%05d.py".formatted(i);
            default -> folder + "note%05d.md".formatted(i);
        };
    }

    /// @param edition another edition changes one line
    static void write(Path root, int i, int edition, long seed) throws IOException {
        Path file = root.resolve(path(i));
        Files.createDirectories(file.resolveSibling("."));
        String text = switch (i % 4) {
            case 0 -> json(i, edition, seed);
            case 1 -> mesh(i, edition, seed);
            case 2 -> script(i, edition, seed);
            default -> note(i, edition, seed);
        };
        Files.writeString(file, text);
    }

    private static String json(int i, int edition, long seed) {
        StringBuilder text = new StringBuilder("{\n  \"shot\": " + i + ",\n  \"edition\": " + edition + ",\n");
        text.append("  \"layers\": [\n");
        int layers = 10 + Noise.below(seed, i, 30);
        for (int k = 0; k < layers; k++) {
            text.append("    {\"name\": \"").append(word(seed + i, k)).append("\", \"opacity\": ");
            text.append(Noise.below(seed + i, 100 + k, 1000) / 1000.0).append(", \"frames\": [");
            text.append(Noise.below(seed + i, 200 + k, 500)).append(", ");
            text.append(500 + Noise.below(seed + i, 300 + k, 500));
            text.append(k + 1 < layers ? "]},\n" : "]}\n");
        }
        return text.append("  ]\n}\n").toString();
    }

    private static String mesh(int i, int edition, long seed) {
        StringBuilder text = new StringBuilder("# mesh " + i + " edition " + edition + "\no " + word(seed, i) + "\n");
        int points = 100 + Noise.below(seed, i, 300);
        for (int k = 0; k < points; k++) {
            long bits = Noise.at(seed + i, k);
            text.append(String.format(
                    Locale.ROOT,
                    "v %.4f %.4f %.4f\n",
                    (bits & 0xffff) / 655.36,
                    (bits >>> 16 & 0xffff) / 655.36,
                    (bits >>> 32 & 0xffff) / 655.36));
        }
        for (int k = 3; k <= points; k++) {
            text.append("f ")
                    .append(k - 2)
                    .append(' ')
                    .append(k - 1)
                    .append(' ')
                    .append(k)
                    .append('\n');
        }
        return text.toString();
    }

    private static String script(int i, int edition, long seed) {
        StringBuilder text = new StringBuilder("EDITION = " + edition + "\n\n");
        int functions = 3 + Noise.below(seed, i, 12);
        for (int k = 0; k < functions; k++) {
            String name = word(seed + i, k) + "_" + k;
            text.append("def ").append(name).append("(frame):\n    return frame * ");
            text.append(Noise.below(seed + i, 50 + k, 97))
                    .append(" + ")
                    .append(k)
                    .append("\n\n");
        }
        return text.toString();
    }

    private static String note(int i, int edition, long seed) {
        StringBuilder text = new StringBuilder("# Notes on shot " + i + ", edition " + edition + "\n\n");
        int lines = 10 + Noise.below(seed, i, 60);
        for (int k = 0; k < lines; k++) {
            text.append(k % 7 == 0 ? "- " : "  ");
            for (int w = 0; w < 9; w++) {
                text.append(word(seed + i, 9L * k + w)).append(w < 8 ? ' ' : '\n');
            }
        }
        return text.toString();
    }

    private static String word(long seed, long position) {
        return WORDS.get(Noise.below(seed, position, WORDS.size()));
    }
}
