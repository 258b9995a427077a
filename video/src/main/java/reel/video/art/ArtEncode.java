package reel.video.art;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.CpuPool;
import reel.stream.CpuTask;
import reel.stream.RandomReader;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameWriter;
import reel.video.robust.BlockPlan;
import reel.video.robust.FrameHeader;

/// Makes a film of a payload: a film for each source block first, then all joined without encoding anything
/// again. A block's film that is there already, from an encode that was killed, is used as it is.
final class ArtEncode {
    /// Fewer than planes that a writer lends out, or none would be left to wait for.
    private static final int SIDE_BY_SIDE = Math.min(4, CpuPool.threads() + 1);

    private final Ffmpeg ffmpeg;
    private final RandomReader payload;
    private final ArtLayout layout;
    private final ArtSettings settings;
    private final VideoListener listener;
    private final BlockPlan plan;
    private final Film film;
    private final BlockEncoder fountain = new BlockEncoder(PlanCache.shared());
    private final ConcurrentLinkedQueue<Darkroom> darkrooms = new ConcurrentLinkedQueue<>();
    private final long totalFrames;
    private int stream;
    private long shown;

    ArtEncode(
            Ffmpeg ffmpeg,
            RandomReader payload,
            long seed,
            ArtLayout layout,
            ArtSettings settings,
            VideoListener listener) {
        this.ffmpeg = ffmpeg;
        this.payload = payload;
        this.layout = layout;
        this.settings = settings;
        this.listener = listener;
        plan = new BlockPlan(payload.size(), layout.symbolBytes(), layout.codewords());
        long sum = 0;
        for (int block = 0; block < plan.blocks(); block++) {
            sum += frames(block);
        }
        totalFrames = sum * ArtSettings.SHOWN;
        film = new Film(layout.shape().width(), layout.shape().height(), seed, totalFrames);
    }

    /// Frames of a block, each of which is shown [ArtSettings#SHOWN] times.
    private int frames(int block) {
        int needed = plan.frames(block, settings.percent());
        return plan.blocks() == 1 ? Math.max(settings.leastFrames(), needed) : needed;
    }

    /// @param work where the blocks' films lie
    /// @param file the whole film, which does not exist yet
    void run(Path work, Path file) throws IOException {
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (int block = 0; block < plan.blocks(); block++) {
            byte[] bytes = new byte[plan.symbols(block) * plan.symbolBytes()];
            int length = plan.bytes(block);
            payload.read(plan.offset(block), MemorySegment.ofArray(bytes).asSlice(0, length));
            int check = crc(bytes, length);
            if (block == 0) {
                stream = Long.hashCode(payload.size()) * 31 + check;
            }
            String name = String.format(
                    Locale.ROOT, "art-%06d-%08x-%08x.mp4", block, check, settings.hashCode() * 31 + stream);
            long before = shown;
            if (!Files.exists(work.resolve(name))) {
                Path unfinished = work.resolve("unfinished.mp4");
                encode(block, bytes, check, unfinished);
                Files.move(
                        unfinished,
                        work.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            shown = before + (long) frames(block) * ArtSettings.SHOWN;
            list.append("file '").append(name).append("'\n");
            tell(plan.offset(block) + length);
        }
        Path parts = work.resolve("parts.txt");
        Files.writeString(parts, list, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-y", "-f", "concat"));
        command.addAll(List.of("-auto_convert", "0", "-i", "file:" + parts, "-map", "0:v:0", "-c", "copy"));
        command.addAll(List.of("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "file:" + file));
        String unused = ffmpeg.run(file.toString(), command);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private void tell(long bytes) {
        listener.progress(new VideoProgress(Math.min(bytes, payload.size()), payload.size(), shown, totalFrames));
    }

    private void encode(int block, byte[] bytes, int check, Path file) throws IOException {
        int sources = plan.symbols(block);
        int size = plan.symbolBytes();
        int count = frames(block);
        fountain.begin(plan.shape(block), bytes, 0, bytes.length);
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
                            FrameHeader.Kind.DATA, Preset.ART, payload.size(), stream, block, first, check);
                    byte[] bits = maker.bits(header, symbols);
                    for (int copy = 0; copy < ArtSettings.SHOWN; copy++) {
                        finish(writer, jobs, SIDE_BY_SIDE - 1);
                        long number = shown++;
                        byte[] plane = writer.plane();
                        jobs.addLast(new Job(plane, CpuPool.submit(() -> develop(number, bits, plane))));
                    }
                    tell(plan.offset(block) + (long) first * size);
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
