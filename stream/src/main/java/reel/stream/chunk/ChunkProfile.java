package reel.stream.chunk;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reel.stream.Refused;

/// How a file is cut: the value of the `chunking` attribute and of the repository's `format` object.
///
/// As text, a preset (`balanced`, `video`, `project`, `small`, `rabin`) or in full: `fastcdc:4k/16k/64k:nc1`,
/// `rabin:4k/16k/64k`, `fixed:64k`. Lengths are bytes, KiB (`k`) or MiB (`m`).
///
/// @param level normalisation of FastCDC, 0 to 3; 0 for the other algorithms
public record ChunkProfile(Algorithm algorithm, ChunkSizes sizes, int level) {
    /// The family of chunker.
    public enum Algorithm {
        FASTCDC,
        RABIN,
        FIXED
    }

    /// The repository's default.
    public static final ChunkProfile BALANCED = fastCdc(ChunkSizes.BALANCED);

    private static final Map<String, ChunkProfile> PRESETS = Map.of(
            "balanced", BALANCED,
            "video", fastCdc(ChunkSizes.VIDEO),
            "project", fastCdc(ChunkSizes.PROJECT),
            "small", fastCdc(ChunkSizes.SMALL),
            "rabin", new ChunkProfile(Algorithm.RABIN, ChunkSizes.BALANCED, 0));

    private static final String LENGTH = "(\\d{1,9}[km]?)";
    private static final Pattern IN_FULL = Pattern.compile(
            "(?:(fastcdc|rabin):" + LENGTH + "/" + LENGTH + "/" + LENGTH + "(?::nc([0-3]))?)|(?:fixed:" + LENGTH + ")");

    private static final String HINT =
            "Use balanced, video, project, small, rabin, fixed:64k or a form like fastcdc:4k/16k/64k:nc1.";

    /// Checks that a chunker can be made of it.
    public ChunkProfile {
        switch (algorithm) {
            case FASTCDC -> new FastCdc(sizes, level, 0);
            case RABIN -> requireNoLevel(algorithm, level);
            case FIXED -> {
                requireNoLevel(algorithm, level);
                if (sizes.min() != sizes.max()) {
                    throw new IllegalArgumentException("fixed chunks of " + sizes.min() + " to " + sizes.max());
                }
            }
        }
    }

    private static void requireNoLevel(Algorithm algorithm, int level) {
        if (level != 0) {
            throw new IllegalArgumentException(algorithm + " has no normalisation level, not " + level);
        }
    }

    private static ChunkProfile fastCdc(ChunkSizes sizes) {
        return new ChunkProfile(Algorithm.FASTCDC, sizes, 1);
    }

    /// The chunker, with the published table.
    public Chunker chunker() {
        return chunker(0);
    }

    /// The chunker, its table varied by `seed` where the algorithm has one.
    public Chunker chunker(long seed) {
        return switch (algorithm) {
            case FASTCDC -> new FastCdc(sizes, level, seed);
            case RABIN -> new RabinKarp(sizes);
            case FIXED -> new FixedSize(sizes.max());
        };
    }

    /// Reads either form; anything else is [Refused], naming what would be right.
    public static ChunkProfile parse(String text) throws Refused {
        ChunkProfile preset = PRESETS.get(text);
        if (preset != null) {
            return preset;
        }
        Matcher parts = IN_FULL.matcher(text);
        if (!parts.matches()) {
            throw new Refused("chunking `" + text + "`", "not a preset nor a chunker with its sizes", HINT);
        }
        try {
            if (parts.group(6) != null) {
                int bytes = length(parts.group(6));
                return new ChunkProfile(Algorithm.FIXED, new ChunkSizes(bytes, bytes, bytes), 0);
            }
            Algorithm algorithm = Algorithm.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
            ChunkSizes sizes = new ChunkSizes(length(parts.group(2)), length(parts.group(3)), length(parts.group(4)));
            int standard = algorithm == Algorithm.FASTCDC ? 1 : 0;
            return new ChunkProfile(
                    algorithm,
                    sizes,
                    Optional.ofNullable(parts.group(5)).map(Integer::parseInt).orElse(standard));
        } catch (IllegalArgumentException outOfRange) {
            throw new Refused("chunking `" + text + "`", String.valueOf(outOfRange.getMessage()), HINT, outOfRange);
        }
    }

    /// At most nine digits and a unit: clamped to what an int holds, which is more than any chunk may have.
    private static int length(String text) {
        int shift = text.endsWith("m") ? 20 : text.endsWith("k") ? 10 : 0;
        long number = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
        return (int) Math.min(number << shift, Integer.MAX_VALUE);
    }

    private static String text(int bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : Integer.toString(bytes);
    }

    /// The text that [#parse] reads back: the preset's name where there is one.
    @Override
    public String toString() {
        for (Map.Entry<String, ChunkProfile> preset : PRESETS.entrySet()) {
            if (equals(preset.getValue())) {
                return preset.getKey();
            }
        }
        String three = text(sizes.min()) + "/" + text(sizes.avg()) + "/" + text(sizes.max());
        return switch (algorithm) {
            case FASTCDC -> "fastcdc:" + three + ":nc" + level;
            case RABIN -> "rabin:" + three;
            case FIXED -> "fixed:" + text(sizes.max());
        };
    }
}
