package reel.store.gc;

import org.jspecify.annotations.Nullable;

/// What a collection did or, dry, would do.
///
/// @param dryRun         nothing was changed, and [#bytesFreed] is an estimate
/// @param liveChunks     chunks something refers to; 0 where sessions kept the collection from looking
/// @param deadChunks     chunks dropped, copies of living ones among them
/// @param packsKept      packs left as they are
/// @param packsRemoved   packs without a living chunk, and leftovers
/// @param packsRewritten packs whose living chunks were copied to new ones
/// @param packsWritten   new packs
/// @param bytesBefore    length of all packs before
/// @param bytesFreed     what the packs are shorter by now, less what was copied
/// @param packsWaiting   packs that are condemned and go once the sessions that began before have ended
/// @param bytesWaiting   their length
/// @param waitingFor     which sessions; null when nothing waits or nobody knows
public record GcReport(
        boolean dryRun,
        long liveChunks,
        long deadChunks,
        int packsKept,
        int packsRemoved,
        int packsRewritten,
        int packsWritten,
        long bytesBefore,
        long bytesFreed,
        int packsWaiting,
        long bytesWaiting,
        @Nullable String waitingFor) {}
