package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.Exhausted;
import reel.stream.RandomReader;
import reel.video.mp4.SampleTable;

/// Where in a file each frame's slices begin: from the container's own index where that is right, else by going from
/// signature to signature.
///
/// @param first       the first slice's header: what all others agree with
/// @param starts      of each frame, -1 where not found
/// @param strays      slices, by position, that lie elsewhere than their frame
/// @param parity      null where the video has none, or none of it was found
/// @param payloadBytes -1 where the end is missing and no parity tells
/// @param isJoined    whether slices of another video were met
record FrameIndex(
        SliceHeader first,
        long[] starts,
        Map<Long, Long> strays,
        @Nullable Parity parity,
        long payloadBytes,
        boolean isJoined) {
    private static final int WINDOW = 1 << 16;
    private static final int MOST_FRAMES = 1 << 23;

    /// Every frame with a slice in it takes more.
    private static final int LEAST_FRAME_BYTES = 384;

    private static final int MOST_STRAYS = 1 << 20;

    /// How far the first slice of a file, or of one that follows, is looked for when nothing says where: behind any
    /// index that stands first.
    private static final long QUICK_REACH = 1L << 20;

    int frames() {
        return starts.length;
    }

    SliceLayout layout() {
        return first.layout();
    }

    /// The first slice of a file, found fast; null where there is none near the start of the file or of its first
    /// samples.
    static @Nullable SliceHeader peek(RandomReader file) throws IOException {
        SliceHeader found = within(file, 0, QUICK_REACH);
        if (found != null) {
            return found;
        }
        long[] samples = SampleTable.starts(file);
        return samples == null || samples.length == 0 ? null : within(file, samples[0], WINDOW);
    }

    private static @Nullable SliceHeader within(RandomReader file, long from, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.clamp(file.size() - from, 0, length));
            file.read(from, bytes);
            SliceReader reader = new SliceReader(MemorySegment.NULL);
            for (long at = SliceReader.find(bytes, 0, bytes.byteSize()); at >= 0; ) {
                SliceHeader header = reader.header(bytes, at, bytes.byteSize());
                if (header != null) {
                    return header;
                }
                at = SliceReader.find(bytes, at + 1, bytes.byteSize());
            }
            return null;
        }
    }

    /// By the container's index; null where there is none, or its ends are not what a whole video of ours has there.
    static @Nullable FrameIndex byTable(RandomReader file) throws IOException {
        long[] samples = SampleTable.starts(file);
        if (samples == null || samples.length == 0) {
            return null;
        }
        SliceHeader first = within(file, samples[0], WINDOW);
        if (first == null || first.position() != 0 || first.parity()) {
            return null;
        }
        int last = samples.length - 1;
        long nal = first.slices() * first.layout().sliceUnitBytes() + QUICK_REACH;
        Found end = new Found();
        end.gather(file, samples[last], Math.min(file.size(), samples[last] + nal), first);
        if (end.firstPosition / first.slices() != last) {
            return null;
        }
        if (end.parity == null && end.payloadBytes < 0) {
            return null;
        }
        return new FrameIndex(first, samples, Map.of(), end.parity, end.payloadBytes, end.joined);
    }

    /// By the slices alone; null where the file has none.
    static @Nullable FrameIndex byScan(RandomReader file) throws IOException {
        Found found = new Found();
        found.gather(file, 0, file.size(), null);
        SliceHeader first = found.first;
        if (first == null) {
            return null;
        }
        return new FrameIndex(
                first,
                Arrays.copyOf(found.starts, found.frames),
                found.strays,
                found.parity,
                found.payloadBytes,
                found.joined);
    }

    /// What is found on the way through a file.
    private static final class Found {
        @Nullable
        SliceHeader first;

        long firstPosition = -1;
        long[] starts = new long[256];
        int frames;
        final Map<Long, Long> strays = new HashMap<>();

        @Nullable
        Parity parity;

        long payloadBytes = -1;
        boolean joined;
        private long fileBytes;

        void gather(RandomReader file, long from, long end, @Nullable SliceHeader like) throws IOException {
            first = like;
            fileBytes = file.size();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment window = arena.allocate(WINDOW);
                SliceReader reader = new SliceReader(MemorySegment.NULL);
                long at = from;
                while (at < end) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new java.io.InterruptedIOException("interrupted");
                    }
                    MemorySegment some = window.asSlice(0, Math.min(WINDOW, end - at));
                    file.read(at, some);
                    at = look(reader, some, at, end);
                }
            }
        }

        /// @return where to go on
        private long look(SliceReader reader, MemorySegment some, long at, long end) throws Exhausted {
            long size = some.byteSize();
            long place = SliceReader.find(some, 0, size);
            if (place < 0) {
                return at + size == end ? end : at + size - Long.BYTES + 1;
            }
            if (place > size - SliceReader.HEADER_REACH && at + size < end) {
                return at + place;
            }
            SliceHeader header = reader.header(some, place, size);
            if (header == null || !take(header, at + place)) {
                return at + place + 1;
            }
            return at + place + header.filledMbs() * (SliceLayout.MB_BYTES + 2L) - 2;
        }

        private boolean take(SliceHeader header, long offset) throws Exhausted {
            long frame = header.position() / header.slices();
            SliceHeader like = first;
            if (!plausible(header, frame)) {
                return false;
            }
            if (like != null
                    && (like.video() != header.video() || !like.layout().equals(header.layout()))) {
                joined |= like.video() != header.video();
                return false;
            }
            first = like == null ? header : like;
            if (firstPosition < 0) {
                firstPosition = header.position();
            }
            place((int) frame, header, offset);
            if (header.parity()) {
                Parity told = new Parity(header.used(), header.repairs(), header.payload());
                parity = told;
                payloadBytes = told.payloadBytes();
            } else if (header.last()) {
                long note = header.position() % header.slices() == 0 ? FrameNote.BYTES : 0;
                payloadBytes = header.payload() + header.used() - note;
            }
            return true;
        }

        /// Whether a header fits itself and the file: who made it up gets no memory for it.
        private boolean plausible(SliceHeader header, long frame) {
            SliceLayout layout = header.layout();
            if (header.parity()) {
                Parity told = new Parity(header.used(), header.repairs(), header.payload());
                return header.payload() >= 1
                        && header.payload() <= 2 * fileBytes
                        && told.plausible(layout)
                        && frame < MOST_FRAMES
                        && frame <= fileBytes / LEAST_FRAME_BYTES;
            }
            long slot = header.position() % layout.slices();
            long before = frame * layout.frameBytes() + Math.max(0, slot * layout.bodyBytes() - FrameNote.BYTES);
            return header.payload() == before
                    && frame < MOST_FRAMES
                    && frame <= fileBytes / LEAST_FRAME_BYTES
                    && header.payload() <= 2 * fileBytes;
        }

        private void place(int frame, SliceHeader header, long offset) throws Exhausted {
            while (frame >= starts.length) {
                int known = starts.length;
                starts = Arrays.copyOf(starts, (int) Math.min(2L * known, MOST_FRAMES));
            }
            if (frame >= frames) {
                Arrays.fill(starts, frames, frame + 1, -1);
                frames = frame + 1;
            }
            long reach = header.slices() * header.layout().sliceUnitBytes() + WINDOW;
            if (starts[frame] < 0) {
                starts[frame] = offset;
            } else if (offset - starts[frame] > reach) {
                if (strays.size() == MOST_STRAYS) {
                    throw new Exhausted("video", "has its slices too much out of order", "Remux it.");
                }
                strays.putIfAbsent(header.position(), offset);
            }
        }
    }
}
