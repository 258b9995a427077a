package reel.raptorq;

/// The symbols of a block that are here, as solvers see them.
///
/// @param extended K'
/// @param slots which symbols, and in which row
/// @param store their rows; those of source symbols are where their number says
/// @param kernels to work on them with
record Received(BlockShape shape, int extended, Stripes stripes, SymbolSlots slots, StripeData store, Kernels kernels) {
    /// The internal id of repair symbol `number`.
    int isi(int number) {
        return slots.repairEsi(number) + extended - shape.symbols();
    }
}
