package reel.history.op;

/// What the log says of collections of garbage, carried on from entry to entry.
///
/// @param operation the operation that announced the newest one; 0 for none
/// @param epoch     the epoch whose condemned packs it deleted
/// @param floor     number of the oldest operation that still keeps what it names; older ones may name what is gone
public record Swept(long operation, long epoch, long floor) {
    /// Nothing was ever collected.
    public static final Swept NEVER = new Swept(0, 0, 0);

    public Swept {
        boolean never = operation == 0 && epoch == 0 && floor == 0;
        boolean some = operation > 0 && epoch > 0 && floor >= 0 && floor <= operation;
        if (!never && !some) {
            throw new IllegalArgumentException("operation " + operation + ", epoch " + epoch + ", floor " + floor);
        }
    }
}
