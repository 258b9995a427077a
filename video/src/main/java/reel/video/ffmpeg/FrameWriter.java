package reel.video.ffmpeg;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reel.stream.Joining;

/// Luma planes into a video file, colourless: the chroma of every frame is constant.
///
/// Frames go through a bounded queue to a thread that feeds the pipe, so that whoever makes frames works while
/// ffmpeg takes the last one. Closing without [#finish] kills ffmpeg; the file is then its owner's to delete.
public final class FrameWriter implements AutoCloseable {
    private static final int QUEUED_FRAMES = 3;
    private static final byte NEUTRAL = (byte) 128;
    private static final byte[] END = new byte[0];

    private final FrameShape shape;
    private final boolean coloured;
    private final FfmpegProcess process;
    private final BlockingQueue<byte[]> full = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(QUEUED_FRAMES + 2);
    private final Thread pump;
    private volatile @Nullable IOException broken;

    private FrameWriter(FrameShape shape, boolean coloured, FfmpegProcess process) {
        this.shape = shape;
        this.coloured = coloured;
        this.process = process;
        for (int i = 0; i < QUEUED_FRAMES + 2; i++) {
            empty.add(new byte[shape.pixels() + (coloured ? shape.chromaBytes() : 0)]);
        }
        pump = Thread.ofPlatform().daemon().name("reel-frames-out").start(this::pump);
    }

    /// @param encoding what stands between input and output: the encoder and its options
    /// @param file     replaced if it exists
    public static FrameWriter open(
            Ffmpeg ffmpeg, FrameShape shape, int framesPerSecond, List<String> encoding, Path file) throws IOException {
        return open(ffmpeg, shape, false, framesPerSecond, encoding, file);
    }

    /// The same for frames in colour: behind the luma plane come both chroma planes of 4:2:0.
    public static FrameWriter openColoured(
            Ffmpeg ffmpeg, FrameShape shape, int framesPerSecond, List<String> encoding, Path file) throws IOException {
        return open(ffmpeg, shape, true, framesPerSecond, encoding, file);
    }

    private static FrameWriter open(
            Ffmpeg ffmpeg, FrameShape shape, boolean coloured, int framesPerSecond, List<String> encoding, Path file)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString()));
        command.addAll(List.of("-hide_banner", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-s", shape.width() + "x" + shape.height(), "-r", "" + framesPerSecond, "-i", "pipe:0"));
        command.addAll(encoding);
        command.addAll(List.of("-an", "file:" + file));
        return new FrameWriter(shape, coloured, FfmpegProcess.start(file.toString(), command, true));
    }

    /// A plane to be filled and given to [#write]; waits while ffmpeg is behind. Its contents are undefined.
    public byte[] plane() throws IOException {
        try {
            while (true) {
                byte[] plane = empty.poll(50, TimeUnit.MILLISECONDS);
                check();
                if (plane != null) {
                    return plane;
                }
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /// Queues a plane of [#plane]; it belongs to the writer from now on.
    public void write(byte[] plane) throws IOException {
        put(plane);
    }

    /// Ends the video and waits until ffmpeg has written it.
    public void finish() throws IOException {
        put(END);
        try {
            pump.join();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
        check();
        process.await();
    }

    private void put(byte[] plane) throws IOException {
        try {
            while (!full.offer(plane, 50, TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private void check() throws IOException {
        IOException failure = broken;
        if (failure != null) {
            throw failure;
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("interrupted while writing frames");
        stopped.initCause(cause);
        return stopped;
    }

    private void pump() {
        byte[] chroma = new byte[shape.chromaBytes()];
        Arrays.fill(chroma, NEUTRAL);
        try (OutputStream pipe = process.input()) {
            for (byte[] plane = full.take(); plane != END; plane = full.take()) {
                pipe.write(plane);
                if (!coloured) {
                    pipe.write(chroma);
                }
                empty.put(plane);
            }
        } catch (IOException failed) {
            broken = process.broken(failed);
        } catch (InterruptedException closed) {
            broken = interrupted(closed);
        }
    }

    @Override
    public void close() {
        pump.interrupt();
        process.close();
        Joining.join(pump);
    }
}
