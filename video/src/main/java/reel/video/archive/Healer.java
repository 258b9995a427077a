package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reel.stream.Corrupt;
import reel.video.carrier.VideoListener;

/// Brings lost slices back from their group's repair slices. One thread at a time.
final class Healer implements AutoCloseable {
    /// Healed groups that are kept: a run of lost frames takes of every group, again and again.
    private static final long MOST_KEPT_BYTES = 48L << 20;

    private final String thing;
    private final FrameReader reader;
    private final SliceLayout layout;
    private final Parity parity;
    private final VideoListener listener;
    private final Groups groups;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment bodies;
    private final Map<Integer, Map<Long, byte[]>> healed = new LinkedHashMap<>();
    private long keptBytes;
    private long slices;

    Healer(String thing, FrameReader reader, SliceLayout layout, Parity parity, VideoListener listener) {
        this.thing = thing;
        this.reader = reader;
        this.layout = layout;
        this.parity = parity;
        this.listener = listener;
        this.groups = new Groups(layout.bodyBytes());
        int most = parity.members(layout, 0) + parity.repairs();
        this.bodies = arena.allocate((long) most * layout.bodyBytes());
    }

    /// Puts the body of a lost slice at `at` of `into`. What cannot be healed is [Corrupt] that says by how much.
    void heal(long position, MemorySegment into, long at) throws IOException {
        int group = (int) (position % parity.groups());
        Map<Long, byte[]> known = healed.get(group);
        if (known == null || !known.containsKey(position)) {
            known = group(group, position);
            healed.put(group, known);
            keptBytes += (long) known.size() * layout.bodyBytes();
            forget();
        }
        byte[] body = known.get(position);
        if (body == null) {
            throw new IllegalStateException("slice " + position + " is in no group");
        }
        MemorySegment.copy(MemorySegment.ofArray(body), 0, into, at, body.length);
    }

    private void forget() {
        var oldest = healed.entrySet().iterator();
        while (keptBytes > MOST_KEPT_BYTES && healed.size() > 1) {
            keptBytes -= (long) oldest.next().getValue().size() * layout.bodyBytes();
            oldest.remove();
        }
    }

    private Map<Long, byte[]> group(int group, long wanted) throws IOException {
        int members = parity.members(layout, group);
        boolean[] there = new boolean[members];
        int lost = 0;
        for (int i = 0; i < members; i++) {
            long position = group + (long) i * parity.groups();
            there[i] = position != wanted && reader.read(position, bodies, (long) i * layout.bodyBytes());
            lost += there[i] ? 0 : 1;
        }
        List<Integer> repairs = new ArrayList<>();
        long spareAt = (long) members * layout.bodyBytes();
        for (int i = 0; i < parity.repairs() && repairs.size() < lost + 2; i++) {
            long at = spareAt + (long) repairs.size() * layout.bodyBytes();
            if (at + layout.bodyBytes() <= bodies.byteSize()
                    && reader.read(parity.position(layout, group, i), bodies, at)) {
                repairs.add(i);
            }
        }
        int[] numbers = repairs.stream().mapToInt(Integer::intValue).toArray();
        int lacking = groups.decode(bodies, members, there, bodies.asSlice(spareAt), numbers);
        if (lacking > 0) {
            throw new Corrupt(
                    thing,
                    -1,
                    "at least " + members + " of the " + (members + parity.repairs()) + " slices of group " + group,
                    (members - lost + repairs.size()) + "; " + lacking + " more would be enough",
                    "Take it from another copy; `reel video decode --partial` brings back the files that are whole.",
                    null);
        }
        Map<Long, byte[]> bodiesBack = new LinkedHashMap<>();
        for (int i = 0; i < members; i++) {
            if (!there[i]) {
                byte[] body = new byte[layout.bodyBytes()];
                MemorySegment.copy(bodies, (long) i * body.length, MemorySegment.ofArray(body), 0, body.length);
                bodiesBack.put(group + (long) i * parity.groups(), body);
            }
        }
        slices += lost;
        listener.note(thing + ": " + slices + " damaged or missing slices are healed");
        return bodiesBack;
    }

    @Override
    public void close() {
        arena.close();
    }
}
