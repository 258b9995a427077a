package reel.raptorq;

/// How much memory plans make an encoder or decoder need at most, known before the plan is.
final class PlanBounds {
    private PlanBounds() {}

    /// Rows after the intermediate symbols: residual rows, HDPC rows, planes of free columns, tables.
    static long scratchRows(int extended) {
        BlockCode code = BlockCode.of(extended);
        return inactive(extended) + 9L * code.hdpc + 256;
    }

    /// The most inactive columns of a solution that is worked out. Solutions of random symbols have P and 5
    /// (K' = 10) to 155 (K' = 56 403) more; chosen symbols can be made to have thousands.
    static int inactive(int extended) {
        BlockCode code = BlockCode.of(extended);
        return Math.min(code.columns, code.pi + 128 + extended / 64);
    }

    /// What making a plan takes: sparse rows, peeling, the dense system and the plan twice, as its maker's
    /// and its own.
    static long building(BlockCode code) {
        long rows = code.columns + SymbolSlots.SPARE;
        long unknowns = inactive(code.symbols);
        long sets = (unknowns >> 6) + 2;
        long sparse = 4L * (2 * Tuples.MOST * rows + 12 * rows);
        long peeling = 4L * 16 * rows;
        long dense = 8 * sets * (rows + 4 * unknowns + 40L * code.hdpc);
        return roomy(sparse + peeling + dense + 2 * 160 * rows);
    }

    /// With the margin that kept arrays are made with.
    static long roomy(long bytes) {
        return bytes + (bytes >> 4) + 256;
    }
}
