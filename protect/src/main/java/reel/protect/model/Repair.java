package reel.protect.model;

/// How many repair symbols a block gets.
public sealed interface Repair {
    /// More repair than this a source byte is a mistake.
    int MOST_FACTOR = 255;

    /// Repair symbols for a block.
    ///
    /// @param bytes      of the block
    /// @param symbols    source symbols of the block
    /// @param symbolSize as configured, before it is rounded to the alignment
    long symbols(long bytes, int symbols, int symbolSize);

    /// A share of the source symbols, rounded up: 0.2 survives the loss of a sixth of all symbols.
    record Overhead(double share) implements Repair {
        public Overhead {
            if (!(share >= 0 && share <= MOST_FACTOR)) {
                throw new IllegalArgumentException("an overhead of " + share + ", expected 0 to " + MOST_FACTOR);
            }
        }

        @Override
        public long symbols(long bytes, int symbols, int symbolSize) {
            // A share such as 0.2 is no binary fraction: without the correction 0.2 x 5 rounds up to 2.
            return (long) Math.ceil(share * symbols - 1e-9);
        }
    }

    /// rq-library's redundancy factor: all symbols together take so many times the source.
    record Factor(int times) implements Repair {
        public Factor {
            if (times < 1 || times > MOST_FACTOR) {
                throw new IllegalArgumentException("a redundancy of " + times + ", expected 1 to " + MOST_FACTOR);
            }
        }

        @Override
        public long symbols(long bytes, int symbols, int symbolSize) {
            if (bytes <= symbolSize) {
                return times;
            }
            return (bytes * (times - 1) + symbolSize - 1) / symbolSize;
        }
    }
}
