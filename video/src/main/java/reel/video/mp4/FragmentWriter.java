package reel.video.mp4;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/// Writes a fragmented MP4 to a pipe: nothing is ever gone back to, each picture is a fragment of its own.
public final class FragmentWriter implements PictureWriter {
    private static final int DEFAULT_BASE_IS_MOOF = 0x20000;
    private static final int SYNC_SAMPLE = 0x02000000;

    private final WritableByteChannel out;
    private long pictures;

    private FragmentWriter(WritableByteChannel out) {
        this.out = out;
    }

    public static FragmentWriter open(WritableByteChannel out, Track track) throws IOException {
        FragmentWriter writer = new FragmentWriter(out);
        Box defaults = Box.full("trex", 0, 0)
                .u32(1)
                .u32(1)
                .u32(Track.FRAME_TICKS)
                .u32(0)
                .u32(SYNC_SAMPLE);
        Box[] none = {
            Box.full("stts", 0, 0).u32(0),
            Box.full("stsc", 0, 0).u32(0),
            Box.full("stsz", 0, 0).u32(0).u32(0),
            Box.full("stco", 0, 0).u32(0)
        };
        writer.write(ByteBuffer.wrap(Movie.fileType(true)));
        writer.write(ByteBuffer.wrap(Movie.movie(track, 0, none, Box.of("mvex").box(defaults))));
        return writer;
    }

    @Override
    public void picture(MemorySegment units) throws IOException {
        byte[] head = fragment(units.byteSize(), 0);
        head = fragment(units.byteSize(), head.length + 8);
        ByteBuffer start = ByteBuffer.allocate(head.length + 8).put(head);
        start.putInt(Math.toIntExact(units.byteSize() + 8)).put("mdat".getBytes(StandardCharsets.US_ASCII));
        write(start.flip());
        write(units.asByteBuffer());
        pictures++;
    }

    private byte[] fragment(long bytes, int dataAt) {
        Box header = Box.full("tfhd", 0, DEFAULT_BASE_IS_MOOF).u32(1);
        Box time = Box.full("tfdt", 1, 0).u64(pictures * Track.FRAME_TICKS);
        Box run = Box.full("trun", 0, 0x201).u32(1).u32(dataAt).u32(bytes);
        Box number = Box.full("mfhd", 0, 0).u32(pictures + 1);
        return Box.of("moof")
                .box(number)
                .box(Box.of("traf").box(header).box(time).box(run))
                .bytes();
    }

    @Override
    public void end() throws IOException {}

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
