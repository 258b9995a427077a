package reel.raptorq;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encoding plans by K', bounded in bytes: the plan not used for longest goes first. For any number of
/// threads; two that ask for the same K' at once compile it once.
public final class PlanCache {
    private static final long SHARED_BYTES = 64L << 20;
    private static final PlanCache SHARED = new PlanCache(SHARED_BYTES);

    private final long maxBytes;
    private final Map<Integer, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// One plan, or the place where it is being made; its monitor is held meanwhile.
    private static final class Slot {
        private @Nullable EncodingPlan plan;
        /// What it counts in [#bytes], 0 while it is being made; belongs to the monitor of [#slots].
        private long counted;
    }

    /// A cache that keeps plans of at most `maxBytes` together. A larger plan is made and given, not kept.
    public PlanCache(long maxBytes) {
        this.maxBytes = MalformedInput.inRange("maxBytes", maxBytes, 0, Long.MAX_VALUE, "0 keeps no plan");
    }

    /// The cache of this process, 64 MiB.
    public static PlanCache shared() {
        return SHARED;
    }

    /// The plan for blocks of `symbols` source symbols: compiled now if it is not here.
    public EncodingPlan plan(int symbols) {
        int extended = EncodingPlan.extended(symbols);
        Slot slot;
        synchronized (slots) {
            slot = slots.get(extended);
            if (slot == null) {
                slot = new Slot();
                slots.put(extended, slot);
            }
        }
        synchronized (slot) {
            EncodingPlan plan = slot.plan;
            if (plan == null) {
                plan = EncodingPlan.compile(extended);
                slot.plan = plan;
                made(extended, slot, plan);
            }
            return plan;
        }
    }

    private void made(int extended, Slot slot, EncodingPlan plan) {
        synchronized (slots) {
            if (slots.get(extended) != slot) {
                return;
            }
            if (plan.bytes() > maxBytes) {
                slots.remove(extended);
                return;
            }
            slot.counted = plan.bytes();
            bytes += slot.counted;
            var eldest = slots.entrySet().iterator();
            while (bytes > maxBytes && eldest.hasNext()) {
                long old = eldest.next().getValue().counted;
                if (old > 0) {
                    bytes -= old;
                    eldest.remove();
                }
            }
        }
    }

    /// What the plans kept take.
    public long bytes() {
        synchronized (slots) {
            return bytes;
        }
    }
}
