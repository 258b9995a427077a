package reel.raptorq;

/// A way to compute the missing source symbols of a block.
sealed interface Solver permits FullSolver, LowLossSolver {
    /// Finds out whether the symbols here determine the block, and how; touches no symbol.
    ///
    /// @return how many more are needed, 0 if it can be solved
    int prepare(Received received);

    /// Computes the missing source symbols into their rows, as last prepared. Rows of repair symbols may be
    /// overwritten.
    void run(Received received);

    /// What its kept arrays take.
    long bytes();
}
