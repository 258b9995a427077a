package reel.video.art;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.RandomReader;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.carrier.VideoTarget;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameWriter;
import reel.video.robust.BlockFilms;
import reel.video.robust.BlockPlan;
import reel.video.robust.FrameHeader;

/// Encodes the blocks of a payload.
final class ArtEncode implements BlockFilms.Camera {
    /// Fewer than planes that a writer lends out, or none would be left to wait for.
    private static final int SIDE_BY_SIDE = Math.min(4, CpuPool.threads() + 1);

    private final Ffmpeg ffmpeg;
    private final ArtLayout layout;
    private final ArtSettings settings;
    private final VideoListener listener;
    private final BlockPlan plan;
    private final Film film;
    private final BlockEncoder fountain = new BlockEncoder(PlanCache.shared());
    private final ConcurrentLinkedQueue<Darkroom> darkrooms = new ConcurrentLinkedQueue<>();
    private final long totalFrames;
    private long filmed;
    private long shown;

    private ArtEncode(
            Ffmpeg ffmpeg, BlockPlan plan, long seed, ArtLayout layout, ArtSettings settings, VideoListener listener) {
        this.ffmpeg = ffmpeg;
        this.plan = plan;
        this.layout = layout;
        this.settings = settings;
        this.listener = listener;
        long sum = 0;
        for (int block = 0; block < plan.blocks(); block++) {
            sum += frames(block);
        }
        totalFrames = sum * ArtSettings.SHOWN;
        film = new Film(layout.shape().width(), layout.shape().height(), seed, totalFrames);
    }

    static void run(
            Ffmpeg ffmpeg,
            RandomReader payload,
            long seed,
            ArtLayout layout,
            ArtSettings settings,
            VideoTarget target,
            VideoListener listener)
            throws IOException {
        BlockPlan plan = new BlockPlan(payload.size(), layout.symbolBytes(), layout.codewords());
        new BlockFilms(ffmpeg, payload, plan, settings.hashCode())
                .make(target, new ArtEncode(ffmpeg, plan, seed, layout, settings, listener));
    }

    /// Frames of a block, each of which is shown [ArtSettings#SHOWN] times.
    private int frames(int block) {
        int needed = plan.frames(block, settings.percent());
        return plan.blocks() == 1 ? Math.max(settings.leastFrames(), needed) : needed;
    }

    @Override
    public void filmed(int block) {
        filmed += frames(block);
        shown = filmed * ArtSettings.SHOWN;
        tell(plan.offset(block) + plan.bytes(block));
    }

    private void tell(long bytes) {
        listener.progress(
                new VideoProgress(Math.min(bytes, plan.payloadBytes()), plan.payloadBytes(), shown, totalFrames));
    }

    @Override
    public void film(BlockFilms.Block block, Path file) throws IOException {
        byte[] bytes = block.bytes();
        int sources = plan.symbols(block.number());
        int size = plan.symbolBytes();
        int count = frames(block.number());
        fountain.begin(plan.shape(block.number()), bytes, 0, bytes.length);
        GrainMaker maker = new GrainMaker(layout);
        byte[] symbols = new byte[plan.perFrame() * size];
        Deque<Job> jobs = new ArrayDeque<>();
        try (FrameWriter writer = FrameWriter.openColoured(
                ffmpeg, layout.shape(), settings.framesPerSecond(), settings.encoding(), file)) {
            try {
                for (int frame = 0; frame < count; frame++) {
                    int first = frame * plan.perFrame();
                    for (int i = 0; i < plan.perFrame(); i++) {
                        symbol(bytes, sources, first + i, symbols, i * size);
                    }
                    FrameHeader header = new FrameHeader(
                            FrameHeader.Kind.DATA,
                            Preset.ART,
                            plan.payloadBytes(),
                            block.stream(),
                            block.number(),
                            first,
                            block.check());
                    byte[] bits = maker.bits(header, symbols);
                    for (int copy = 0; copy < ArtSettings.SHOWN; copy++) {
                        finish(writer, jobs, SIDE_BY_SIDE - 1);
                        long number = shown++;
                        byte[] plane = writer.plane();
                        jobs.addLast(new Job(plane, CpuPool.submit(() -> develop(number, bits, plane))));
                    }
                    tell(plan.offset(block.number()) + (long) first * size);
                }
                finish(writer, jobs, 0);
            } finally {
                jobs.forEach(job -> job.task().stop());
            }
            writer.finish();
        }
    }

    /// A frame that is being developed.
    private record Job(byte[] plane, CpuTask<Boolean> task) {}

    private static void finish(FrameWriter writer, Deque<Job> jobs, int left) throws IOException {
        while (jobs.size() > left) {
            Job job = jobs.removeFirst();
            Boolean unused = job.task().await();
            writer.write(job.plane());
        }
    }

    private Boolean develop(long frame, byte[] bits, byte[] plane) {
        Darkroom idle = darkrooms.poll();
        Darkroom room = idle == null ? new Darkroom(layout.shape(), film) : idle;
        try {
            room.develop(frame, bits, plane);
            return true;
        } finally {
            darkrooms.add(room);
        }
    }

    private void symbol(byte[] bytes, int sources, int id, byte[] into, int at) {
        int size = plan.symbolBytes();
        if (id < sources) {
            System.arraycopy(bytes, id * size, into, at, size);
        } else {
            fountain.repair(id, 1, into, at, size);
        }
    }
}
