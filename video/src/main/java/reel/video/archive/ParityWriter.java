package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.mp4.FileWriter;
import reel.video.work.FileBytes;

/// Reads back the frames that were written and appends their repair frames. Each group's repair bodies are made
/// together, and spread over the repair frames by way of a file in between.
final class ParityWriter {
    private ParityWriter() {}

    static void run(
            Geometry geometry,
            ArchiveEncoder.Encoded encoded,
            FileChannel video,
            FileWriter out,
            Path work,
            MemoryBudget budget,
            double percent,
            VideoListener listener)
            throws IOException {
        SliceLayout layout = geometry.layout();
        Parity parity = Parity.of(layout, encoded.payloadBytes(), percent);
        Path between = work.resolve("parity");
        try (FileChannel repairs = FileChannel.open(
                between,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            FrameIndex index = ArchiveCarrier.fresh(geometry, encoded, out.starts());
            make(layout, parity, FileBytes.of(video, "the video being written"), index, repairs, budget, listener);
            append(geometry, parity, encoded, repairs, out, budget);
        }
    }

    private static void make(
            SliceLayout layout,
            Parity parity,
            FileBytes video,
            FrameIndex index,
            FileChannel repairs,
            MemoryBudget budget,
            VideoListener listener)
            throws IOException {
        int body = layout.bodyBytes();
        Groups code = new Groups(body);
        long frames = layout.frames(parity.payloadBytes());
        try (var memory = budget.lease(FrameReader.memoryBytes(layout));
                Arena arena = Arena.ofConfined()) {
            FrameReader reader = new FrameReader(video, index, memory.segment());
            MemorySegment bodies = arena.allocate((long) parity.members(layout, 0) * body);
            MemorySegment made = arena.allocate((long) parity.repairs() * body);
            for (int group = 0; group < parity.groups(); group++) {
                int members = parity.members(layout, group);
                for (int i = 0; i < members; i++) {
                    long position = group + (long) i * parity.groups();
                    if (!reader.read(position, bodies, (long) i * body)) {
                        throw new Corrupt(
                                "the video being written",
                                index.starts()[(int) (position / layout.slices())],
                                "slice " + position + " as it was written",
                                "another",
                                "Check the disk, then encode again.",
                                null);
                    }
                }
                code.encode(bodies, members, made, parity.repairs());
                for (int i = 0; i < parity.repairs(); i++) {
                    long at = ((long) i * parity.groups() + group) * body;
                    write(repairs, made.asSlice((long) i * body, body).asByteBuffer(), at);
                }
                listener.progress(new VideoProgress(parity.payloadBytes(), parity.payloadBytes(), frames, frames));
            }
        }
    }

    private static void append(
            Geometry geometry,
            Parity parity,
            ArchiveEncoder.Encoded encoded,
            FileChannel repairs,
            FileWriter out,
            MemoryBudget budget)
            throws IOException {
        SliceLayout layout = geometry.layout();
        int body = layout.bodyBytes();
        long slices = parity.repairSlices();
        long first = encoded.frames();
        FileBytes from = FileBytes.of(repairs, "repair symbols");
        try (var bodies = budget.lease(layout.frameBodyBytes());
                var units = budget.lease(geometry.mostNalBytes())) {
            for (long done = 0; done < slices; done += layout.slices()) {
                int count = (int) Math.min(layout.slices(), slices - done);
                from.read(done * body, bodies.segment().asSlice(0, (long) count * body));
                long frame = first + done / layout.slices();
                long length = encoded.builder().repair(frame, bodies.segment(), count, parity, units.segment());
                out.picture(units.segment().asSlice(0, length));
            }
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }
}
