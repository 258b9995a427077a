package reel.video.robust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.video.carrier.Spool;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameReader;

/// Brings a payload back: ffmpeg decodes ahead, frames are read side by side, the fountain takes them in order.
///
/// A frame that is here already is passed over once its header is read, so a video with each frame five times costs
/// little more.
final class RobustDecode {
    private static final int SIDE_BY_SIDE = CpuPool.threads() + 1;

    private final Path video;
    private final Scout scout;
    private final BlockPlan plan;
    private final Fountain fountain;
    private final VideoListener listener;
    private final ChannelReport report = new ChannelReport();
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<FrameTaker> takers = new ConcurrentLinkedQueue<>();
    private long foreign;

    RobustDecode(Path video, Scout scout, Spool.Room room, VideoListener listener) {
        this.video = video;
        this.scout = scout;
        this.listener = listener;
        plan = scout.plan();
        fountain = new Fountain(plan, room);
    }

    /// A frame being read.
    private record Job(FrameHeader header, byte[] plane, CpuTask<TakenFrame> task) {}

    void run(Ffmpeg ffmpeg) throws IOException {
        Layout layout = scout.layout();
        try (FrameReader reader = FrameReader.open(
                ffmpeg,
                video,
                scout.facts().shape(),
                layout.shape(),
                Long.MAX_VALUE,
                SIDE_BY_SIDE + (ffmpeg.sparing() ? 1 : 3))) {
            try {
                for (byte[] plane = reader.next(); plane != null && !fountain.complete(); plane = reader.next()) {
                    if (!begin(plane, reader)) {
                        reader.giveBack(plane);
                    }
                }
                finish(reader, 0);
            } finally {
                jobs.forEach(job -> job.task().stop());
            }
        }
        if (!fountain.complete()) {
            throw lost();
        }
        if (report.failed() > 0 || report.headers() < report.frames()) {
            listener.note("the video was healed: " + report.text());
        }
    }

    /// Whether the frame is being read and its plane in use.
    private boolean begin(byte[] plane, FrameReader reader) throws IOException {
        Layout layout = scout.layout();
        Samples samples = new Samples(plane, layout.shape(), layout.shape());
        if (samples.blank()) {
            return false;
        }
        report.frame();
        HeaderStrip.Reading reading = HeaderStrip.read(samples, layout);
        if (reading == null) {
            return false;
        }
        FrameHeader header = reading.header();
        if (header.kind() != FrameHeader.Kind.DATA
                || header.stream() != scout.header().stream()
                || header.payloadBytes() != scout.header().payloadBytes()) {
            foreign++;
            return false;
        }
        report.header(reading.levels());
        if (jobs.stream().anyMatch(job -> job.header().equals(header))) {
            finish(reader, 0);
        }
        finish(reader, SIDE_BY_SIDE - 1);
        if (fountain.has(header)) {
            return false;
        }
        jobs.addLast(new Job(header, plane, CpuPool.submit(() -> take(reading, plane))));
        return true;
    }

    private TakenFrame take(HeaderStrip.Reading reading, byte[] plane) {
        FrameTaker idle = takers.poll();
        FrameTaker taker = idle == null ? new FrameTaker(scout.layout()) : idle;
        try {
            return taker.take(reading, plane);
        } finally {
            takers.add(taker);
        }
    }

    /// Hands finished frames on until at most `left` are being read.
    private void finish(FrameReader reader, int left) throws IOException {
        while (jobs.size() > left) {
            Job job = jobs.removeFirst();
            TakenFrame frame = job.task().await();
            reader.giveBack(job.plane());
            report.taken(frame);
            fountain.add(frame);
            listener.progress(new VideoProgress(
                    fountain.bytesWhole(),
                    plan.payloadBytes(),
                    report.frames(),
                    plan.frames(scout.layout().recipe().percent)));
        }
    }

    private Corrupt lost() {
        long needed = 0;
        for (int block = 0; block < plan.blocks(); block++) {
            needed += (plan.symbols(block) + plan.perFrame() - 1) / plan.perFrame();
        }
        String found = report.text() + (foreign > 0 ? ", " + foreign + " frames belong to another video" : "") + "; "
                + fountain.blocksWhole() + " of " + plan.blocks() + " blocks are whole, "
                + fountain.lack(fountain.firstMissing());
        return new Corrupt(
                video.toString(),
                -1,
                needed + " good frames of preset "
                        + scout.layout().recipe().preset.word() + " in "
                        + scout.layout().shape(),
                found,
                "Get the video in its full size and best quality; `reel video calibrate` finds a preset that gets through.",
                null);
    }

    /// The report of this decoding.
    @Nullable
    ChannelReport report() {
        return report;
    }
}
