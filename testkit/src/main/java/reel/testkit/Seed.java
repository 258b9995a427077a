package reel.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The one number all randomness of a test comes from. Written in hexadecimal, as it is replayed.
public record Seed(long value) {
    /// The system property that replays a seed: `-Dreel.seed=1f00d`.
    public static final String PROPERTY = "reel.seed";

    /// What [#PROPERTY] says instead of a number to have new seeds in every run.
    public static final String FRESH = "fresh";

    /// The seed of a test: the one to replay if one is asked for, a new one for `-Dreel.seed=fresh`, else always the
    /// same for the same test, so that a build that was green is green again.
    public static Seed of(String test) {
        String asked = System.getProperty(PROPERTY);
        if (asked == null || asked.isBlank()) {
            long mixed = 1_125_899_906_842_597L;
            for (int i = 0; i < test.length(); i++) {
                mixed = 31 * mixed + test.charAt(i);
            }
            return new Seed(mixed).part(1);
        }
        return asked.equals(FRESH) ? fresh() : parse(asked);
    }

    /// One nobody has had before.
    public static Seed fresh() {
        return new Seed(new SplittableRandom().nextLong());
    }

    /// Reads what [#toString] writes; a leading `0x` is fine.
    public static Seed parse(String hex) {
        String digits = hex.strip();
        return new Seed(Long.parseUnsignedLong(digits.startsWith("0x") ? digits.substring(2) : digits, 16));
    }

    /// A generator that starts at this seed: the same numbers every time, on every machine.
    public RandomGenerator random() {
        return new SplittableRandom(value);
    }

    /// The seed of part `index` of a test, so that one part's numbers do not depend on what another part took.
    public Seed part(long index) {
        return new Seed(new SplittableRandom(value ^ (index * 0x9E3779B97F4A7C15L)).nextLong());
    }

    /// What to type to have it again.
    public String replay() {
        return "-D" + PROPERTY + "=" + this;
    }

    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
