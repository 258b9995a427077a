package reel.raptorq;

/// How the intermediate symbols of every block of K' symbols are computed from its source symbols: compiled
/// once, for symbols of any size, and shared by any number of threads.
public final class EncodingPlan {
    private final Program program;

    private EncodingPlan(Program program) {
        this.program = program;
    }

    /// Compiles the plan for blocks of `extended` symbols; [PlanCache] keeps the plans made.
    ///
    /// @param extended K', one of the 477 sizes of RFC 6330 §5.6; [#extended] finds it
    public static EncodingPlan compile(int extended) {
        return compile(extended, new PlanBuilder());
    }

    static EncodingPlan compile(int extended, PlanBuilder builder) {
        MalformedInput.inRange("extended", extended, BlockCode.SMALLEST, BlockShape.MAX_SYMBOLS, "take extended(K)");
        if (!BlockCode.exists(extended)) {
            throw new MalformedInput(
                    "extended",
                    "extended is " + extended + ", expected one of the 477 sizes of the standard; take "
                            + BlockCode.extended(extended));
        }
        BlockCode code = BlockCode.of(extended);
        int[] symbols = new int[extended];
        for (int i = 0; i < extended; i++) {
            symbols[i] = i;
        }
        Program program = builder.solve(code, symbols, symbols, extended);
        if (program == null) {
            throw new AssertionError("the systematic index of K' = " + extended + " is wrong: no solution");
        }
        return new EncodingPlan(program);
    }

    /// K' for a block of `symbols` source symbols.
    public static int extended(int symbols) {
        return BlockCode.extended((int) MalformedInput.inRange(
                "symbols", symbols, 1, BlockShape.MAX_SYMBOLS, "choose larger symbols or more source blocks"));
    }

    Program program() {
        return program;
    }

    /// Memory it takes, about 100 bytes a symbol: 5.8 MB for the largest block.
    public long bytes() {
        return program.bytes();
    }
}
