package reel.video.art;

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
import reel.video.robust.BlockPlan;
import reel.video.robust.ChannelReport;
import reel.video.robust.Fountain;
import reel.video.robust.FrameHeader;
import reel.video.robust.Levels;
import reel.video.robust.TakenFrame;

/// Brings a payload back out of a film. Grains that say they are the same are heard together before they are
/// decoded.
final class ArtDecode {
    private static final int SIDE_BY_SIDE = CpuPool.threads() + 1;
    private static final byte LOUDEST = 120;

    private final Path video;
    private final ArtLayout layout;
    private final FrameHeader first;
    private final BlockPlan plan;
    private final Fountain fountain;
    private final VideoListener listener;
    private final ChannelReport report = new ChannelReport();
    private final Deque<CpuTask<TakenFrame>> jobs = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<GrainTaker> takers = new ConcurrentLinkedQueue<>();
    private final Grain grain;
    private @Nullable FrameHeader pending;
    private byte[] heard = new byte[0];

    ArtDecode(Path video, ArtLayout layout, FrameHeader first, Spool.Room room, VideoListener listener) {
        this.video = video;
        this.layout = layout;
        this.first = first;
        this.listener = listener;
        plan = plan(layout, first);
        fountain = new Fountain(plan, room);
        grain = Darkroom.grain(layout.shape());
    }

    static BlockPlan plan(ArtLayout layout, FrameHeader header) {
        return new BlockPlan(header.payloadBytes(), layout.symbolBytes(), layout.codewords());
    }

    void run(Ffmpeg ffmpeg) throws IOException {
        try (FrameReader reader =
                FrameReader.open(ffmpeg, video, layout.shape(), layout.shape(), Long.MAX_VALUE, SIDE_BY_SIDE + 2)) {
            try {
                for (byte[] plane = reader.next(); plane != null && !fountain.complete(); plane = reader.next()) {
                    hear(plane);
                    reader.giveBack(plane);
                }
                flush();
                finish(0);
            } finally {
                jobs.forEach(CpuTask::stop);
            }
        }
        if (!fountain.complete()) {
            throw lost();
        }
        if (report.failed() > 0 || report.headers() < report.frames()) {
            listener.note("the video was healed: " + report.text());
        }
    }

    /// Takes a frame's grain in: with the one before it if both say they are the same.
    private void hear(byte[] plane) throws IOException {
        report.frame();
        byte[] soft = new byte[layout.bits()];
        for (int row = 0; row < grain.blockRows(); row++) {
            grain.read(row, plane, soft);
        }
        FrameHeader header = GrainTaker.header(layout, soft);
        if (header == null || header.stream() != first.stream() || header.payloadBytes() != first.payloadBytes()) {
            return;
        }
        report.header(Levels.NOMINAL);
        if (header.equals(pending)) {
            for (int i = 0; i < soft.length; i++) {
                heard[i] = (byte) Math.clamp(heard[i] + soft[i], -LOUDEST, LOUDEST);
            }
            return;
        }
        flush();
        if (!fountain.has(header)) {
            pending = header;
            heard = soft;
        }
    }

    private void flush() throws IOException {
        FrameHeader header = pending;
        pending = null;
        if (header != null) {
            finish(SIDE_BY_SIDE - 1);
            byte[] soft = heard;
            jobs.addLast(CpuPool.submit(() -> take(header, soft)));
        }
    }

    private TakenFrame take(FrameHeader header, byte[] soft) {
        GrainTaker idle = takers.poll();
        GrainTaker taker = idle == null ? new GrainTaker(layout) : idle;
        try {
            return taker.take(header, soft);
        } finally {
            takers.add(taker);
        }
    }

    /// Hands finished frames on until at most `left` are being read.
    private void finish(int left) throws IOException {
        while (jobs.size() > left) {
            TakenFrame frame = jobs.removeFirst().await();
            report.taken(frame);
            fountain.add(frame);
            listener.progress(new VideoProgress(fountain.bytesWhole(), plan.payloadBytes(), report.frames(), -1));
        }
    }

    private Corrupt lost() {
        return new Corrupt(
                video.toString(),
                -1,
                "enough good frames of preset art in " + layout.shape(),
                report.text() + "; " + fountain.blocksWhole() + " of " + plan.blocks() + " blocks are whole, "
                        + fountain.lack(fountain.firstMissing()),
                "Get the video in its full size and best quality; preset robust survives harder re-encodes.",
                null);
    }
}
