package reel.video.robust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reel.video.h264.CosineFormat;
import reel.video.h264.CosinePictures;
import reel.video.mp4.FileWriter;
import reel.video.mp4.Track;

/// A film of patterns written without ffmpeg: what x264 would search for is known, one coefficient to a block. It takes
/// a fortieth of the time, and what ffmpeg has to decode later is half as much.
final class PatternFilm implements Film {
    /// Frames from one flat picture to the next: places to seek to, and to cut at.
    private static final int APART = 240;

    private static final int BLOCK = 4;

    private final Layout layout;
    private final FileChannel channel;
    private final FileWriter file;
    private final CosinePictures pictures;
    private final byte[] blocks;
    private int frames;

    private PatternFilm(Layout layout, CosineFormat format, FileChannel channel) {
        this.layout = layout;
        this.channel = channel;
        pictures = new CosinePictures(format);
        blocks = new byte[pictures.blockColumns() * pictures.blockRows()];
        file = FileWriter.open(channel, track(format), -1);
    }

    static PatternFilm begin(Layout layout, int framesPerSecond, Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new PatternFilm(layout, format(layout, framesPerSecond), channel);
    }

    static CosineFormat format(Layout layout, int framesPerSecond) {
        return new CosineFormat(layout.shape().width(), layout.shape().height(), framesPerSecond, Patterns.steps());
    }

    static Track track(CosineFormat format) {
        return new Track(
                format.width(), format.height(), format.framesPerSecond(), false, format.sequence(), format.picture());
    }

    @Override
    public void frame(FrameHeader header, FrameMaker maker, byte[] symbols) throws IOException {
        if (frames % APART == 0) {
            file.picture(pictures.flat());
        }
        strips(HeaderStrip.cells(header, layout));
        data(maker.bits(header, symbols, 0));
        file.dependent(pictures.picture(frames % APART + 1, blocks));
        frames++;
    }

    /// Cells are flat blocks, as strong as a pattern.
    private void strips(byte[] cells) {
        int across = layout.shape().width() / BLOCK;
        int lower = layout.lowerStrip() / BLOCK * pictures.blockColumns();
        for (int i = 0; i < cells.length; i++) {
            int at = i / across * pictures.blockColumns() + i % across;
            blocks[at] = cells[i] == 0 ? CosinePictures.FLAT_BELOW : CosinePictures.COSINE;
            blocks[lower + at] = blocks[at];
        }
    }

    private void data(byte[] bits) {
        Modulation.Area area = layout.area();
        int all = area.blocks();
        int block = 0;
        for (int row = 0; row < area.rows(); row++) {
            int to = (area.top() / BLOCK + row) * pictures.blockColumns();
            for (int column = 0; column < area.columns(); column++, block++) {
                int drawn = bits[block]
                        | bits[all + block] << 1
                        | bits[2 * all + block] << 2
                        | bits[3 * all + block] << 3
                        | bits[4 * all + block] << 4;
                blocks[to + column] = (byte) (CosinePictures.COSINE + drawn);
            }
        }
    }

    @Override
    public void finish() throws IOException {
        file.end();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
