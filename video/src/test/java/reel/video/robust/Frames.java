package reel.video.robust;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.Refused;
import reel.video.ffmpeg.FrameShape;

/// Frames of a small payload without any codec, and what a channel does to them.
final class Frames {
    static final FrameShape SMALL = new FrameShape(960, 540);

    private Frames() {}

    static Layout layout(Recipe recipe) throws Refused {
        return Layout.of(recipe, SMALL);
    }

    static byte[] payload(int size, long seed) {
        byte[] payload = new byte[size];
        new Random(seed).nextBytes(payload);
        return payload;
    }

    /// All frames of a payload, in order.
    static List<byte[]> of(Layout layout, byte[] payload, int stream) {
        BlockPlan plan = new BlockPlan(payload.length, layout.symbolBytes(), layout.codewords());
        FrameMaker maker = new FrameMaker(layout);
        BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
        List<byte[]> frames = new ArrayList<>();
        for (int block = 0; block < plan.blocks(); block++) {
            int length = plan.bytes(block);
            byte[] bytes = new byte[plan.symbols(block) * plan.symbolBytes()];
            System.arraycopy(payload, (int) plan.offset(block), bytes, 0, length);
            CRC32C check = new CRC32C();
            check.update(bytes, 0, length);
            encoder.begin(plan.shape(block), bytes, 0, bytes.length);
            byte[] symbols = new byte[plan.perFrame() * plan.symbolBytes()];
            for (int f = 0; f < plan.frames(block, layout.recipe().percent); f++) {
                int first = f * plan.perFrame();
                for (int i = 0; i < plan.perFrame(); i++) {
                    encoder.symbol(first + i, symbols, i * plan.symbolBytes());
                }
                byte[] plane = new byte[layout.shape().pixels()];
                maker.draw(
                        new FrameHeader(
                                FrameHeader.Kind.DATA,
                                layout.recipe().preset,
                                payload.length,
                                stream,
                                block,
                                first,
                                (int) check.getValue()),
                        symbols,
                        0,
                        plane);
                frames.add(plane);
            }
        }
        return frames;
    }

    /// White noise of a deviation, then levels `low + value · (high - low) / 255`.
    static byte[] disturbed(byte[] plane, double deviation, double low, double high, Random random) {
        byte[] out = new byte[plane.length];
        for (int i = 0; i < out.length; i++) {
            double value = low + (plane[i] & 0xFF) * (high - low) / 255 + deviation * random.nextGaussian();
            out[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return out;
    }
}
