package reel.video.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reel.stream.Joining;

/// The luma planes of a video file, in order of display, at its own size or scaled to another.
///
/// Levels are those stored: no range is converted. Decoding runs ahead by a bounded number of frames.
public final class FrameReader implements AutoCloseable {
    private static final byte[] END = new byte[0];

    private final FrameShape shape;
    private final FfmpegProcess process;
    private final BlockingQueue<byte[]> full;
    private final BlockingQueue<byte[]> empty;
    private final Thread pump;
    private volatile @Nullable IOException broken;
    private boolean ended;

    private FrameReader(FrameShape shape, int ahead, FfmpegProcess process) {
        this.shape = shape;
        this.process = process;
        full = new ArrayBlockingQueue<>(ahead + 1);
        empty = new ArrayBlockingQueue<>(ahead);
        for (int i = 0; i < ahead; i++) {
            empty.add(new byte[shape.pixels()]);
        }
        pump = Thread.ofPlatform().daemon().name("reel-frames-in").start(this::pump);
    }

    /// @param shape      of the planes wanted
    /// @param own        of the video, as [VideoFacts] tells; where it differs, frames are scaled
    /// @param mostFrames after so many the video counts as ended
    /// @param ahead      so many planes in memory
    public static FrameReader open(
            Ffmpeg ffmpeg, Path video, FrameShape own, FrameShape shape, long mostFrames, int ahead)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString()));
        command.addAll(List.of("-hide_banner", "-v", "error", "-noautorotate"));
        if (ffmpeg.sparing()) {
            command.addAll(List.of("-threads", "1", "-filter_threads", "1"));
        }
        command.addAll(List.of("-i", "file:" + video, "-map", "0:v:0"));
        StringBuilder filter = new StringBuilder("format=yuv420p|yuvj420p|gray,extractplanes=y");
        if (!own.equals(shape)) {
            filter.append(",scale=").append(shape.width()).append(':').append(shape.height());
            // Enlarging wants a smooth curve, shrinking the mean of what becomes one pixel.
            filter.append(own.pixels() < shape.pixels() ? ":flags=bicubic" : ":flags=area");
        }
        command.addAll(List.of("-vf", filter.toString(), "-fps_mode", "passthrough"));
        if (mostFrames < Integer.MAX_VALUE) {
            command.addAll(List.of("-frames:v", "" + mostFrames));
        }
        if (ffmpeg.sparing() && ffmpeg.boundsItsQueues()) {
            command.addAll(List.of("-thread_queue_size", "1"));
        }
        command.addAll(List.of("-threads", "1", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"));
        return new FrameReader(shape, ahead, FfmpegProcess.start(video.toString(), command, false));
    }

    /// The next plane, to be given back with [#giveBack]; null at the video's end. What ffmpeg could not decode is
    /// left out; a video of which it decodes nothing is a failure.
    public byte @Nullable [] next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            byte[] plane = full.take();
            if (plane != END) {
                return plane;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while reading frames");
            stopped.initCause(interrupted);
            throw stopped;
        }
        ended = true;
        IOException failure = broken;
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    /// Takes a plane of [#next] for reuse. Thread-safe.
    public void giveBack(byte[] plane) {
        boolean unused = empty.offer(plane);
    }

    private void pump() {
        long frames = 0;
        try (InputStream pipe = process.output()) {
            while (true) {
                byte[] plane = empty.take();
                int got = pipe.readNBytes(plane, 0, shape.pixels());
                if (got < shape.pixels()) {
                    break;
                }
                full.put(plane);
                frames++;
            }
            process.await();
        } catch (IOException failed) {
            // A video cut off in the middle ends with an error after its last good frame: those frames count.
            if (frames == 0) {
                broken = failed;
            }
        } catch (InterruptedException closed) {
            broken = new InterruptedIOException("interrupted while reading frames");
        }
        end();
    }

    private void end() {
        try {
            while (!full.offer(END, 50, TimeUnit.MILLISECONDS)) {
                if (Thread.interrupted()) {
                    return;
                }
            }
        } catch (InterruptedException closed) {
            ended = true;
        }
    }

    @Override
    public void close() {
        pump.interrupt();
        process.close();
        Joining.join(pump);
    }
}
