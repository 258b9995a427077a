package reel.testkit.power;

import java.util.random.RandomGenerator;
import reel.testkit.Seed;

/// What becomes of all that nobody forced, when the power goes.
public sealed interface Survival {
    /// Whether a name came, went or moved on the disk.
    boolean keepsName();

    Node.Fate fate(DataChange change);

    /// Whether a file tells what it told a program before, though its bytes may be others.
    boolean keepsTraits();

    /// Where a torn change tears.
    RandomGenerator random();

    /// The simple worst cases and the best one.
    enum Plain implements Survival {
        /// Nothing but what was forced is there.
        FORCED_ONLY(false, Node.Fate.LOST, false),
        /// The names are there and what files tell of themselves; of their bytes, only the lengths.
        NAMES_WITHOUT_BYTES(true, Node.Fate.ZEROED, true),
        /// The names are there; the files are as short as they were.
        NAMES_ALONE(true, Node.Fate.LOST, false),
        /// As if only the process had died.
        EVERYTHING(true, Node.Fate.KEPT, true);

        private final boolean names;
        private final Node.Fate data;
        private final boolean traits;

        Plain(boolean names, Node.Fate data, boolean traits) {
            this.names = names;
            this.data = data;
            this.traits = traits;
        }

        @Override
        public boolean keepsName() {
            return names;
        }

        @Override
        public Node.Fate fate(DataChange change) {
            return data;
        }

        @Override
        public boolean keepsTraits() {
            return traits;
        }

        @Override
        public RandomGenerator random() {
            throw new UnsupportedOperationException("nothing is torn");
        }
    }

    /// Each thing by itself, by chance: the order between things nobody forced is free.
    ///
    /// @param percent of the changes that are on the disk
    record Random(int percent, RandomGenerator random, Seed seed) implements Survival {
        private static final Node.Fate[] GONE = {Node.Fate.LOST, Node.Fate.ZEROED, Node.Fate.TORN};

        static Random of(Seed seed) {
            RandomGenerator random = seed.random();
            return new Random(10 + random.nextInt(81), random, seed);
        }

        @Override
        public boolean keepsName() {
            return random.nextInt(100) < percent;
        }

        @Override
        public Node.Fate fate(DataChange change) {
            return random.nextInt(100) < percent ? Node.Fate.KEPT : GONE[random.nextInt(GONE.length)];
        }

        @Override
        public boolean keepsTraits() {
            return random.nextInt(100) < percent;
        }

        @Override
        public String toString() {
            return percent + " % survive by seed " + seed;
        }
    }
}
