package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;
import reel.stream.hash.Blake3;

/// Reads frames of an indexed video, each slice checked by its sum. One thread at a time.
final class FrameReader {
    private static final int SLACK = 1 << 16;

    private final RandomReader file;
    private final FrameIndex index;
    private final SliceHeader like;
    private final SliceLayout layout;
    private final MemorySegment raw;
    private final SliceReader reader;

    /// @param memory [#memoryBytes] off the heap
    FrameReader(RandomReader file, FrameIndex index, MemorySegment memory) {
        this.file = file;
        this.index = index;
        this.like = index.first();
        this.layout = like.layout();
        this.reader = new SliceReader(memory.asSlice(0, layout.sliceUnitBytes()));
        this.raw = memory.asSlice(layout.sliceUnitBytes(), rawBytes(layout));
    }

    private static long rawBytes(SliceLayout layout) {
        return layout.slices() * layout.sliceUnitBytes() + SLACK;
    }

    static long memoryBytes(SliceLayout layout) {
        return layout.sliceUnitBytes() + rawBytes(layout);
    }

    /// Reads the slices of a frame into `bodies`; what a slice does not fill becomes zeros.
    ///
    /// @return a bit for each slice that is there and right
    long read(long frame, MemorySegment bodies) throws IOException {
        long there = 0;
        long start = start(frame);
        long first = frame * layout.slices();
        if (start >= 0) {
            long length = Math.min(raw.byteSize(), file.size() - start);
            there = slices(start, length, first, layout.slices(), bodies, 0);
        }
        for (int slot = 0; slot < layout.slices() && !index.strays().isEmpty(); slot++) {
            boolean lacks = (there & 1L << slot) == 0;
            if (lacks && stray(first + slot, bodies, (long) slot * layout.bodyBytes())) {
                there |= 1L << slot;
            }
        }
        return there;
    }

    /// Reads the body of one slice alone to `at`. @return whether it is there and right
    boolean read(long position, MemorySegment body, long at) throws IOException {
        int slot = (int) (position % layout.slices());
        long start = start(position / layout.slices());
        if (start >= 0) {
            // Slices before it are about as long as their samples.
            long before = Math.max(0, slot * layout.sliceUnitBytes() - SLACK / 4);
            long from = Math.min(start + before, file.size());
            long length = Math.min(layout.sliceUnitBytes() + SLACK, file.size() - from);
            if (slices(from, length, position, 1, body, at) == 1) {
                return true;
            }
        }
        return stray(position, body, at);
    }

    private long start(long frame) {
        return frame < index.frames() ? index.starts()[(int) frame] : -1;
    }

    private boolean stray(long position, MemorySegment body, long at) throws IOException {
        Long offset = index.strays().get(position);
        if (offset == null) {
            return false;
        }
        long length = Math.min(layout.sliceUnitBytes() + SLACK, file.size() - offset);
        return slices(offset, length, position, 1, body, at) == 1;
    }

    /// Reads the slices `first .. first+count-1` from a stretch of the file.
    private long slices(long from, long length, long first, int count, MemorySegment bodies, long at)
            throws IOException {
        MemorySegment bytes = raw.asSlice(0, length);
        file.read(from, bytes);
        long there = 0;
        long all = (1L << count) - 1;
        long here = SliceReader.find(bytes, 0, length);
        while (here >= 0 && there != all) {
            SliceHeader header = reader.header(bytes, here, length);
            long end = -1;
            if (header != null && mine(header, first, count)) {
                long body = at + (header.position() - first) * layout.bodyBytes();
                end = reader.body(header, bytes, here, length, bodies, body);
                if (end >= 0) {
                    int used = header.bodyBytes();
                    bodies.asSlice(body + used, layout.bodyBytes() - used).fill((byte) 0);
                    there |= 1L << header.position() - first;
                }
            }
            here = SliceReader.find(bytes, end >= 0 ? end : here + 1, length);
        }
        return there;
    }

    private boolean mine(SliceHeader header, long first, int count) {
        return header.video() == like.video()
                && header.layout().equals(layout)
                && header.position() >= first
                && header.position() < first + count;
    }

    /// Whether a frame's data is what its note says.
    static boolean whole(MemorySegment bodies, int data) {
        return Blake3.hash(bodies, FrameNote.BYTES, data).equals(FrameNote.hash(bodies));
    }
}
