package reel.video.robust;

import java.io.IOException;
import java.nio.file.Path;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.RandomReader;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoProgress;
import reel.video.carrier.VideoTarget;

/// Encodes the blocks of a payload.
final class RobustEncode implements BlockFilms.Camera {
    private final Studio studio;
    private final long payloadBytes;
    private final Layout layout;
    private final EncodeSettings settings;
    private final VideoListener listener;
    private final BlockPlan plan;
    private final BlockEncoder fountain = new BlockEncoder(PlanCache.shared());
    private final FrameMaker maker;
    private final long totalFrames;
    private long frames;

    private RobustEncode(
            Studio studio, BlockPlan plan, Layout layout, EncodeSettings settings, VideoListener listener) {
        this.studio = studio;
        this.payloadBytes = plan.payloadBytes();
        this.layout = layout;
        this.settings = settings;
        this.listener = listener;
        this.plan = plan;
        maker = new FrameMaker(layout);
        totalFrames = plan.frames(settings.percent());
    }

    static void run(
            Studio studio,
            RandomReader payload,
            Layout layout,
            EncodeSettings settings,
            VideoTarget target,
            VideoListener listener)
            throws IOException {
        BlockPlan plan = new BlockPlan(payload.size(), layout.symbolBytes(), layout.codewords());
        new BlockFilms(studio, payload, plan, settings.hashCode())
                .make(target, new RobustEncode(studio, plan, layout, settings, listener));
    }

    @Override
    public void filmed(int block) {
        frames = totalFrames * (block + 1) / plan.blocks();
        tell(plan.offset(block) + plan.bytes(block));
    }

    private void tell(long bytes) {
        listener.progress(new VideoProgress(Math.min(bytes, payloadBytes), payloadBytes, frames, totalFrames));
    }

    @Override
    public void film(BlockFilms.Block block, Path file) throws IOException {
        int number = block.number();
        byte[] bytes = block.bytes();
        int sources = plan.symbols(number);
        int size = plan.symbolBytes();
        int count = plan.frames(number, settings.percent());
        byte[] repairs = new byte[(count * plan.perFrame() - sources) * size];
        fountain.begin(plan.shape(number), bytes, 0, bytes.length);
        fountain.repair(sources, repairs.length / size, repairs, 0, size);
        byte[] symbols = new byte[plan.perFrame() * size];
        try (Film film = studio.begin(file)) {
            for (int frame = 0; frame < count; frame++) {
                int first = frame * plan.perFrame();
                copy(bytes, repairs, (long) first * size, symbols);
                FrameHeader header = new FrameHeader(
                        FrameHeader.Kind.DATA,
                        layout.recipe().preset,
                        payloadBytes,
                        block.stream(),
                        number,
                        first,
                        block.check());
                film.frame(header, maker, symbols);
                tell(plan.offset(number) + (long) first * size);
                frames++;
            }
            film.finish();
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
}
