package reel.protect.model;

import java.util.List;

/// What a repair brought back.
///
/// @param blocks   in all
/// @param repaired blocks in which something was regenerated
/// @param symbols  symbols regenerated, each with the id it had
/// @param files    symbol files or parts written
/// @param beyond   blocks that lack too many symbols
public record RepairReport(long blocks, long repaired, long symbols, long files, List<BlockHealth> beyond) {
    public RepairReport {
        beyond = List.copyOf(beyond);
    }
}
