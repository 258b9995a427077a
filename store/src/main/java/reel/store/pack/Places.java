package reel.store.pack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.store.layout.PackId;
import reel.stream.hash.Hash;

/// Where the chunks of one session went: a chunk's place (frame and number in it) is known when it is put, the
/// frame's pack when the frame is written, the pack's id when it is published.
///
/// Not thread-safe: guarded by its session.
public final class Places {
    private int frames;
    private int[] packOfFrame = new int[64];
    private int[] firstOfFrame = new int[64];
    private final List<PackId> packs = new ArrayList<>();

    private static final PackId UNPUBLISHED = new PackId(new Hash(0, 0, 0, 0), 0);

    /// The place of the chunk at `slot` of a frame.
    static long place(int frame, int slot) {
        return (long) frame << 32 | slot;
    }

    int newFrame() {
        if (frames == packOfFrame.length) {
            packOfFrame = Arrays.copyOf(packOfFrame, 2 * frames);
            firstOfFrame = Arrays.copyOf(firstOfFrame, 2 * frames);
        }
        return frames++;
    }

    int newPack() {
        packs.add(UNPUBLISHED);
        return packs.size() - 1;
    }

    void written(int frame, int pack, int firstOrdinal) {
        packOfFrame[frame] = pack;
        firstOfFrame[frame] = firstOrdinal;
    }

    void published(int pack, PackId id) {
        packs.set(pack, id);
    }

    /// The number, in [#packs], of the pack that holds the chunk at `place`.
    public int pack(long place) {
        return packOfFrame[(int) (place >>> 32)];
    }

    /// The chunk's number in its pack.
    public int ordinal(long place) {
        return firstOfFrame[(int) (place >>> 32)] + (int) place;
    }

    /// Every pack of the session, published when its stream has finished.
    public List<PackId> packs() {
        return List.copyOf(packs);
    }

    /// Forgets everything, after the places have gone into an index run.
    public void clear() {
        frames = 0;
        packs.clear();
    }
}
