package reel.store.gc;

/// What a collection did or, dry, would do.
///
/// @param dryRun         nothing was changed, and [#bytesFreed] is an estimate
/// @param liveChunks     chunks something refers to
/// @param deadChunks     chunks dropped, copies of living ones among them
/// @param packsKept      packs left as they are
/// @param packsRemoved   packs without a living chunk, and leftovers
/// @param packsRewritten packs whose living chunks were copied to new ones
/// @param packsWritten   new packs
/// @param bytesBefore    length of all packs before
/// @param bytesFreed     what the packs are shorter by now
public record GcReport(
        boolean dryRun,
        long liveChunks,
        long deadChunks,
        int packsKept,
        int packsRemoved,
        int packsRewritten,
        int packsWritten,
        long bytesBefore,
        long bytesFreed) {}
