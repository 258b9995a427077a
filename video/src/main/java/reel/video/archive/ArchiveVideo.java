package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.RandomReader;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;

/// The payload of an indexed video: any part of it by its frames, or all of it, several frames at a time.
final class ArchiveVideo implements CarriedPayload {
    private final String thing;
    private final RandomReader file;
    private final AutoCloseable source;
    private final FrameIndex index;
    private final SliceLayout layout;
    private final MemoryBudget budget;
    private final VideoListener listener;
    private final Bay single;
    private final long size;
    private @Nullable Healer healer;
    private @Nullable Lease healing;
    private long current = -1;

    /// What it takes to read a frame.
    private static final class Bay {
        final Lease memory;
        final Lease bodies;
        final FrameReader reader;

        Bay(MemoryBudget budget, RandomReader file, FrameIndex index) throws IOException {
            memory = budget.lease(FrameReader.memoryBytes(index.layout()));
            try {
                bodies = budget.lease(index.layout().frameBodyBytes());
            } catch (IOException | RuntimeException failure) {
                memory.close();
                throw failure;
            }
            reader = new FrameReader(file, index, memory.segment());
        }

        MemorySegment bodies() {
            return bodies.segment();
        }

        void close() {
            memory.close();
            bodies.close();
        }
    }

    private ArchiveVideo(
            String thing,
            RandomReader file,
            AutoCloseable source,
            FrameIndex index,
            MemoryBudget budget,
            VideoListener listener)
            throws IOException {
        this.thing = thing;
        this.file = file;
        this.source = source;
        this.index = index;
        this.layout = index.layout();
        this.budget = budget;
        this.listener = listener;
        this.single = new Bay(budget, file, index);
        this.size = index.payloadBytes() >= 0 ? index.payloadBytes() : (long) index.frames() * layout.frameBytes();
    }

    /// @param thing  the video, for messages
    /// @param source closed with this
    static ArchiveVideo open(
            String thing,
            RandomReader file,
            AutoCloseable source,
            FrameIndex index,
            MemoryBudget budget,
            VideoListener listener)
            throws IOException {
        return new ArchiveVideo(thing, file, source, index, budget, listener);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isCut() {
        return index.payloadBytes() < 0;
    }

    @Override
    public synchronized void read(long offset, MemorySegment into) throws IOException {
        Objects.checkFromIndexSize(offset, into.byteSize(), size);
        for (long done = 0; done < into.byteSize(); ) {
            long at = offset + done;
            long frame = at / layout.frameBytes();
            load(frame);
            long skip = at % layout.frameBytes();
            long some = Math.min(into.byteSize() - done, layout.frameBytes() - skip);
            MemorySegment.copy(single.bodies(), FrameNote.BYTES + skip, into, done, some);
            done += some;
        }
    }

    private void load(long frame) throws IOException {
        if (frame == current) {
            return;
        }
        current = -1;
        long there = single.reader.read(frame, single.bodies());
        mend(frame, single, checked(frame, single, there));
        current = frame;
    }

    /// The bits of slices that are there, none where the frame as a whole is not what its note says.
    private long checked(long frame, Bay bay, long there) {
        int data = layout.data(frame, size);
        long all = all(data);
        boolean wrong = (there & all) == all && !isCut() && !FrameReader.whole(bay.bodies(), data);
        return wrong ? 0 : there;
    }

    private long all(int data) {
        return (1L << layout.filledSlices(data)) - 1;
    }

    private void mend(long frame, Bay bay, long there) throws IOException {
        long all = all(layout.data(frame, size));
        if ((there & all) == all) {
            return;
        }
        Parity parity = index.parity();
        for (int slot = 0; slot < layout.slices(); slot++) {
            if ((all & ~there & 1L << slot) == 0) {
                continue;
            }
            if (parity == null) {
                throw lost(frame, slot);
            }
            healer(parity).heal(frame * layout.slices() + slot, bay.bodies(), (long) slot * layout.bodyBytes());
        }
        if (!isCut() && !FrameReader.whole(bay.bodies(), layout.data(frame, size))) {
            throw new Corrupt(thing, -1, "frame " + frame + " with its hash", "another", null, null);
        }
    }

    private Corrupt lost(long frame, int slot) {
        int found = 0;
        for (long start : index.starts()) {
            found += start >= 0 ? 1 : 0;
        }
        String hint = "Take it from another copy; `reel video decode --partial` brings back the files that are whole.";
        if (isCut()) {
            return new Corrupt(
                    thing,
                    -1,
                    "the end of the video",
                    "only its first " + found + " frames with " + size + " bytes: it is cut",
                    hint,
                    null);
        }
        boolean missing = index.starts().length <= frame || index.starts()[(int) frame] < 0;
        return new Corrupt(
                thing,
                -1,
                layout.frames(size) + " frames, each slice as it was written",
                missing
                        ? "frame " + frame + " missing, " + found + " frames there"
                        : "slice " + slot + " of frame " + frame + " damaged or missing",
                hint,
                null);
    }

    private synchronized Healer healer(Parity parity) throws IOException {
        Healer known = healer;
        if (known == null) {
            Lease memory = budget.lease(FrameReader.memoryBytes(layout));
            healing = memory;
            FrameReader reader = new FrameReader(file, index, memory.segment());
            known = new Healer(thing, reader, layout, parity, listener);
            healer = known;
        }
        return known;
    }

    @Override
    public void writeTo(PayloadSource.Output out) throws IOException {
        Warmth.prepare(size, false);
        long frames = layout.frames(size);
        int ahead = (int) Math.min(frames, CpuPool.threads() + 1);
        Bay[] bays = new Bay[ahead];
        Deque<CpuTask<Long>> reading = new ArrayDeque<>();
        try {
            for (int i = 0; i < ahead; i++) {
                bays[i] = new Bay(budget, file, index);
            }
            long next = 0;
            for (long frame = 0; frame < frames; frame++) {
                for (; next < frames && next < frame + ahead; next++) {
                    reading.add(begin(next, bays[(int) (next % ahead)]));
                }
                Bay bay = bays[(int) (frame % ahead)];
                long there = reading.element().await();
                reading.remove();
                mend(frame, bay, there);
                int data = layout.data(frame, size);
                out.accept(bay.bodies().asSlice(FrameNote.BYTES, data));
                long done = frame * layout.frameBytes() + data;
                listener.progress(new VideoProgress(done, size, frame + 1, frames));
            }
        } finally {
            reading.forEach(CpuTask::stop);
            Arrays.stream(bays).filter(Objects::nonNull).forEach(Bay::close);
        }
    }

    private CpuTask<Long> begin(long frame, Bay bay) {
        return CpuPool.submit(() -> checked(frame, bay, bay.reader.read(frame, bay.bodies())));
    }

    @Override
    public void close() throws IOException {
        single.close();
        if (healer != null) {
            healer.close();
        }
        if (healing != null) {
            healing.close();
        }
        try {
            source.close();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
