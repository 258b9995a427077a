package reel.video.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.Scope;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.mp4.PictureWriter;

/// Cuts a payload into frames, builds several at a time, writes them in order.
final class ArchiveEncoder {
    private final Geometry geometry;
    private final SliceLayout layout;
    private final PictureWriter out;
    private final VideoListener listener;
    private final long mostBytes;
    private final BlockingQueue<Slot> free;
    private final BlockingQueue<Slot> built;

    private @Nullable Slot gathering;
    private @Nullable FrameBuilder builder;
    private long frames;
    private volatile long payloadBytes;

    /// A frame under way. `task` null: the end.
    private static final class Slot {
        final MemorySegment bodies;
        final MemorySegment units;
        int data;

        @Nullable
        CpuTask<Long> task;

        Slot(MemorySegment bodies, MemorySegment units) {
            this.bodies = bodies;
            this.units = units;
        }
    }

    private ArchiveEncoder(
            Geometry geometry, PictureWriter out, VideoListener listener, long mostBytes, List<Slot> slots) {
        this.geometry = geometry;
        this.layout = geometry.layout();
        this.out = out;
        this.listener = listener;
        this.mostBytes = mostBytes == Long.MAX_VALUE ? -1 : mostBytes;
        this.free = new ArrayBlockingQueue<>(slots.size(), false, slots);
        this.built = new ArrayBlockingQueue<>(slots.size() + 1);
    }

    /// Writes all pictures of data. @return what parity builds on
    static Encoded run(
            Geometry geometry, PayloadSource payload, PictureWriter out, MemoryBudget budget, VideoListener listener)
            throws IOException {
        Warmth.prepare(payload.mostBytes(), true);
        List<Lease> leases = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        try {
            for (int i = 0; i < CpuPool.threads() + 2; i++) {
                leases.add(budget.lease(geometry.layout().frameBodyBytes()));
                leases.add(budget.lease(geometry.mostNalBytes()));
                slots.add(new Slot(
                        leases.get(2 * i).segment(), leases.get(2 * i + 1).segment()));
            }
            ArchiveEncoder encoder = new ArchiveEncoder(geometry, out, listener, payload.mostBytes(), slots);
            return encoder.run(payload, slots.size());
        } finally {
            leases.forEach(Lease::close);
        }
    }

    /// @param builder of all frames of this video
    record Encoded(FrameBuilder builder, long frames, long payloadBytes) {}

    private Encoded run(PayloadSource payload, int slots) throws IOException {
        try (Scope scope = Scope.open("video-archive")) {
            var making = scope.fork(() -> {
                payload.writeTo(this::accept);
                submit(true);
                built.put(new Slot(MemorySegment.NULL, MemorySegment.NULL));
                return frames;
            });
            var writing = scope.fork(() -> {
                write();
                return frames;
            });
            scope.join();
            assert making.isDone() && writing.isDone();
        } finally {
            stop(slots);
        }
        FrameBuilder made = builder;
        if (made == null) {
            throw new IllegalStateException("a payload without bytes");
        }
        return new Encoded(made, frames, payloadBytes);
    }

    /// No task may use the buffers any more when they are given back.
    private void stop(int slots) {
        for (Slot slot = built.poll(); slot != null; slot = built.poll()) {
            if (slot.task != null) {
                slot.task.stop();
            }
        }
        assert free.size() <= slots;
    }

    private void accept(MemorySegment bytes) throws IOException {
        long from = 0;
        while (from < bytes.byteSize()) {
            // A full frame goes when a byte follows, so that the last one is known to be the last.
            if (gathering != null && gathering.data == layout.frameBytes()) {
                submit(false);
            }
            Slot slot = gathering;
            if (slot == null) {
                slot = take();
                slot.data = 0;
                gathering = slot;
            }
            int some = (int) Math.min(layout.frameBytes() - slot.data, bytes.byteSize() - from);
            MemorySegment.copy(bytes, from, slot.bodies, FrameNote.BYTES + slot.data, some);
            slot.data += some;
            from += some;
        }
    }

    private Slot take() throws InterruptedIOException {
        try {
            return free.take();
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    private void submit(boolean last) throws IOException {
        Slot slot = gathering;
        gathering = null;
        if (slot == null) {
            return;
        }
        FrameBuilder known = builder;
        FrameBuilder with =
                known != null ? known : FrameBuilder.of(geometry, slot.bodies.asSlice(FrameNote.BYTES, slot.data));
        builder = with;
        long frame = frames++;
        payloadBytes += slot.data;
        slot.task = CpuPool.submit(() -> with.data(frame, slot.bodies, slot.data, last, slot.units));
        try {
            built.put(slot);
        } catch (InterruptedException interrupted) {
            slot.task.stop();
            throw stopped(interrupted);
        }
    }

    private void write() throws IOException, InterruptedException {
        long done = 0;
        long bytes = 0;
        while (true) {
            Slot slot = built.take();
            CpuTask<Long> task = slot.task;
            if (task == null) {
                return;
            }
            out.picture(slot.units.asSlice(0, task.await()));
            bytes += slot.data;
            done++;
            slot.task = null;
            free.put(slot);
            long all = mostBytes < 0 ? -1 : Math.max(mostBytes, bytes);
            listener.progress(new VideoProgress(bytes, all, done, all < 0 ? -1 : layout.frames(all)));
        }
    }

    private static InterruptedIOException stopped(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("interrupted");
        stopped.initCause(interrupted);
        return stopped;
    }
}
