package reel.video.archive;

import java.lang.foreign.MemorySegment;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Makes a picture's NAL units of its bodies. Stateless, for any thread.
///
/// @param video tells slices of this video from others
/// @param head  the payload's first bytes, zeros where it has fewer
record FrameBuilder(Geometry geometry, int video, byte[] head) {
    /// Of which video the slices are, by its first bytes.
    static FrameBuilder of(Geometry geometry, MemorySegment first) {
        int video = SliceReader.sum(first, 0, Math.min(first.byteSize(), 4096));
        byte[] head = new byte[FrameNote.HEAD_BYTES];
        MemorySegment.copy(first, 0, MemorySegment.ofArray(head), 0, Math.min(head.length, first.byteSize()));
        return new FrameBuilder(geometry, video, head);
    }

    /// A picture of data; `bodies` holds `data` bytes behind its note, which is written here.
    ///
    /// @return how long the units in `out` are
    long data(long frame, MemorySegment bodies, int data, boolean last, MemorySegment out) {
        Hash hash = Blake3.hash(bodies, FrameNote.BYTES, data);
        FrameNote.write(bodies, head, hash);
        SliceLayout layout = geometry.layout();
        int body = layout.bodyBytes();
        int slices = layout.filledSlices(data);
        long end = frame == 0 ? marker(out) : 0;
        for (int slot = 0; slot < geometry.slices(); slot++) {
            if (slot >= slices) {
                end = SliceWriter.writeFlat(geometry, (frame & 1) == 1, slot, out, end);
                continue;
            }
            int start = slot * body;
            int used = Math.min(body, FrameNote.BYTES + data - start);
            long before = frame * layout.frameBytes() + Math.max(0, start - FrameNote.BYTES);
            SliceHeader header = new SliceHeader(
                    false,
                    last && slot == slices - 1,
                    geometry.slices(),
                    layout.columns(),
                    layout.sliceMbs(),
                    video,
                    frame * geometry.slices() + slot,
                    used,
                    before,
                    0,
                    SliceReader.sum(bodies, start, used));
            end = SliceWriter.write(geometry, header, (frame & 1) == 1, slot, bodies, start, out, end);
        }
        return end;
    }

    /// A picture of repair symbols, `count` bodies; what they repair is told by `parity`.
    long repair(long frame, MemorySegment bodies, int count, Parity parity, MemorySegment out) {
        SliceLayout layout = geometry.layout();
        int body = layout.bodyBytes();
        long end = 0;
        for (int slot = 0; slot < geometry.slices(); slot++) {
            if (slot >= count) {
                end = SliceWriter.writeFlat(geometry, (frame & 1) == 1, slot, out, end);
                continue;
            }
            SliceHeader header = new SliceHeader(
                    true,
                    false,
                    geometry.slices(),
                    layout.columns(),
                    layout.sliceMbs(),
                    video,
                    frame * geometry.slices() + slot,
                    parity.groups(),
                    parity.payloadBytes(),
                    parity.repairs(),
                    SliceReader.sum(bodies, (long) slot * body, body));
            long start = (long) slot * body;
            end = SliceWriter.write(geometry, header, (frame & 1) == 1, slot, bodies, start, out, end);
        }
        return end;
    }

    private static long marker(MemorySegment out) {
        byte[] marker = ParameterSets.marker();
        out.set(SliceWriter.LENGTH, 0, marker.length);
        MemorySegment.copy(MemorySegment.ofArray(marker), 0, out, 4, marker.length);
        return 4 + marker.length;
    }
}
