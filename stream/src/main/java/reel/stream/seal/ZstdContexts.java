package reel.stream.seal;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import reel.stream.CpuPool;

/// The process's idle zstd contexts: a context is about a megabyte of native tables and dear to make, so it is kept
/// and used again, by one thread at a time. Never more idle ones than twice the processors; the rest are closed.
final class ZstdContexts {
    private static final int IDLE = 2 * CpuPool.threads();
    private static final BlockingQueue<ZstdCompressCtx> COMPRESSORS = new ArrayBlockingQueue<>(IDLE);
    private static final BlockingQueue<ZstdDecompressCtx> DECOMPRESSORS = new ArrayBlockingQueue<>(IDLE);

    private ZstdContexts() {}

    /// A compressor that writes the content size and no checksum: packs have their own.
    static ZstdCompressCtx compressor() {
        ZstdCompressCtx idle = COMPRESSORS.poll();
        return idle != null ? idle : new ZstdCompressCtx().setContentSize(true).setChecksum(false);
    }

    static void giveBack(ZstdCompressCtx context) {
        if (!COMPRESSORS.offer(context)) {
            context.close();
        }
    }

    static ZstdDecompressCtx decompressor() {
        ZstdDecompressCtx idle = DECOMPRESSORS.poll();
        return idle != null ? idle : new ZstdDecompressCtx();
    }

    static void giveBack(ZstdDecompressCtx context) {
        if (!DECOMPRESSORS.offer(context)) {
            context.close();
        }
    }
}
