package reel.video.robust;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.RandomReader;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameWriter;

/// Makes a video of a payload: each source block is a video of its own first, then all are joined without encoding
/// anything again. A block's video that is there already, from an encode that was killed, is used as it is.
final class RobustEncode {
    private final Ffmpeg ffmpeg;
    private final RandomReader payload;
    private final Layout layout;
    private final EncodeSettings settings;
    private final VideoListener listener;
    private final BlockPlan plan;
    private final BlockEncoder fountain = new BlockEncoder(PlanCache.shared());
    private final FrameMaker maker;
    private final long totalFrames;
    private int stream;
    private long frames;

    RobustEncode(Ffmpeg ffmpeg, RandomReader payload, Layout layout, EncodeSettings settings, VideoListener listener) {
        this.ffmpeg = ffmpeg;
        this.payload = payload;
        this.layout = layout;
        this.settings = settings;
        this.listener = listener;
        plan = new BlockPlan(payload.size(), layout.symbolBytes(), layout.codewords());
        maker = new FrameMaker(layout);
        totalFrames = plan.frames(settings.percent());
    }

    /// @param work where the blocks' videos lie
    /// @param file the whole video, which does not exist yet
    void run(Path work, Path file) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (int block = 0; block < plan.blocks(); block++) {
            byte[] bytes = new byte[plan.symbols(block) * plan.symbolBytes()];
            int length = plan.bytes(block);
            payload.read(plan.offset(block), MemorySegment.ofArray(bytes).asSlice(0, length));
            int check = crc(bytes, length);
            if (block == 0) {
                stream = Long.hashCode(payload.size()) * 31 + check;
            }
            Path part = work.resolve(
                    String.format(Locale.ROOT, "block-%06d-%08x-%08x.mp4", block, check, settings.hashCode() + stream));
            if (!Files.exists(part)) {
                Path unfinished = part.resolveSibling("unfinished.mp4");
                encode(block, bytes, check, unfinished);
                Files.move(unfinished, part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            parts.add(part);
            frames = plan.frames(settings.percent()) * (block + 1) / plan.blocks();
            listener.progress(new VideoProgress(plan.offset(block) + length, payload.size(), frames, totalFrames));
        }
        join(parts, work.resolve("parts.txt"), file);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private void encode(int block, byte[] bytes, int check, Path file) throws IOException {
        int sources = plan.symbols(block);
        int size = plan.symbolBytes();
        int count = plan.frames(block, settings.percent());
        byte[] repairs = new byte[(count * plan.perFrame() - sources) * size];
        fountain.begin(plan.shape(block), bytes, 0, bytes.length);
        fountain.repair(sources, repairs.length / size, repairs, 0, size);
        byte[] symbols = new byte[plan.perFrame() * size];
        try (FrameWriter writer =
                FrameWriter.open(ffmpeg, layout.shape(), settings.framesPerSecond(), settings.encoding(), file)) {
            for (int frame = 0; frame < count; frame++) {
                int first = frame * plan.perFrame();
                copy(bytes, repairs, (long) first * size, symbols);
                byte[] plane = writer.plane();
                FrameHeader header = new FrameHeader(
                        FrameHeader.Kind.DATA, layout.recipe().preset, payload.size(), stream, block, first, check);
                maker.draw(header, symbols, 0, plane);
                writer.write(plane);
                listener.progress(new VideoProgress(
                        Math.min(plan.offset(block) + (long) first * size, payload.size()),
                        payload.size(),
                        frames++,
                        totalFrames));
            }
            writer.finish();
        }
    }

    /// Bytes of the encoding symbols from `at` on: those of the block, then repair.
    private static void copy(byte[] bytes, byte[] repairs, long at, byte[] symbols) {
        int fromBlock = (int) Math.clamp(bytes.length - at, 0, symbols.length);
        if (fromBlock > 0) {
            System.arraycopy(bytes, (int) at, symbols, 0, fromBlock);
        }
        int rest = symbols.length - fromBlock;
        if (rest > 0) {
            System.arraycopy(repairs, (int) (at + fromBlock - bytes.length), symbols, fromBlock, rest);
        }
    }

    private void join(List<Path> parts, Path list, Path file) throws IOException {
        StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
        for (Path part : parts) {
            text.append("file '").append(part.getFileName()).append("'\n");
        }
        Files.writeString(list, text, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-y", "-f", "concat"));
        command.addAll(List.of("-auto_convert", "0", "-i", "file:" + list, "-map", "0:v:0", "-c", "copy"));
        command.addAll(List.of("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "file:" + file));
        String unused = ffmpeg.run(file.toString(), command);
    }
}
