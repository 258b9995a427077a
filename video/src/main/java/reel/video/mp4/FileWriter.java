package reel.video.mp4;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.BitSet;

/// Writes an MP4 file whose index stands before the data, in room that is kept for it; behind the data where there
/// turn out to be more pictures than there is room for.
public final class FileWriter implements PictureWriter {
    /// Pictures of a chunk: so many have one offset.
    private static final int CHUNK = 8;

    /// Of the index, whatever the number of pictures.
    private static final int FIXED_BYTES = 1024;

    /// For pictures whose number is not known.
    private static final int UNKNOWN_PICTURES = 3000;

    private static final int MDAT_HEAD = 16;

    private final FileChannel file;
    private final Track track;
    private final byte[] type = Movie.fileType(false);
    private final int room;
    private final long dataAt;
    private long end;
    private int[] sizes = new int[256];
    private int pictures;
    /// The pictures that others refer to; those of a file in which all stand alone are not told.
    private final BitSet alone = new BitSet();

    private FileWriter(FileChannel file, Track track, int room) {
        this.file = file;
        this.track = track;
        this.room = room;
        this.dataAt = type.length + room + MDAT_HEAD;
        this.end = dataAt;
    }

    /// @param mostPictures for which room is kept; negative where not known
    public static FileWriter open(FileChannel file, Track track, long mostPictures) {
        long pictures = mostPictures < 0 ? UNKNOWN_PICTURES : mostPictures;
        long room = FIXED_BYTES + 4 * pictures + 8 * Math.ceilDiv(pictures, (long) CHUNK);
        return new FileWriter(file, track, (int) Math.min(room, 1 << 28));
    }

    @Override
    public void picture(MemorySegment units) throws IOException {
        alone.set(pictures);
        dependent(units);
    }

    /// A picture that cannot be decoded without one before it.
    ///
    /// @param units as those of [#picture]
    public void dependent(MemorySegment units) throws IOException {
        write(units.asByteBuffer(), end);
        end += units.byteSize();
        if (pictures == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * pictures);
        }
        sizes[pictures++] = Math.toIntExact(units.byteSize());
    }

    /// Where each picture so far begins.
    public long[] starts() {
        long[] starts = new long[pictures];
        long at = dataAt;
        for (int i = 0; i < pictures; i++) {
            starts[i] = at;
            at += sizes[i];
        }
        return starts;
    }

    @Override
    public void end() throws IOException {
        byte[] movie = Movie.movie(track, pictures, tables());
        int left = room - movie.length;
        boolean fits = left == 0 || left >= 8;
        ByteBuffer head = ByteBuffer.allocate((int) dataAt).put(type);
        if (fits) {
            head.put(movie);
        } else {
            left = room;
            write(ByteBuffer.wrap(movie), end);
        }
        if (left > 0) {
            head.putInt(left).put("free".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            head.position(head.position() + left - 8);
        }
        head.putInt(1).put("mdat".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        head.putLong(end - dataAt + MDAT_HEAD);
        write(head.flip(), 0);
    }

    private Box[] tables() {
        Box times = Box.full("stts", 0, 0).u32(1).u32(pictures).u32(Track.FRAME_TICKS);
        int whole = pictures / CHUNK;
        int rest = pictures % CHUNK;
        Box chunks = Box.full("stsc", 0, 0).u32((whole > 0 ? 1 : 0) + (rest > 0 ? 1 : 0));
        if (whole > 0) {
            chunks.u32(1).u32(CHUNK).u32(1);
        }
        if (rest > 0) {
            chunks.u32(whole + 1).u32(rest).u32(1);
        }
        Box lengths = Box.full("stsz", 0, 0).u32(0).u32(pictures);
        boolean large = end >= 1L << 32;
        Box offsets = Box.full(large ? "co64" : "stco", 0, 0).u32(Math.ceilDiv(pictures, CHUNK));
        long at = dataAt;
        for (int i = 0; i < pictures; i++) {
            if (i % CHUNK == 0) {
                if (large) {
                    offsets.u64(at);
                } else {
                    offsets.u32(at);
                }
            }
            lengths.u32(sizes[i]);
            at += sizes[i];
        }
        if (alone.cardinality() == pictures) {
            return new Box[] {times, chunks, lengths, offsets};
        }
        Box places = Box.full("stss", 0, 0).u32(alone.cardinality());
        alone.stream().forEach(picture -> places.u32(picture + 1));
        return new Box[] {times, places, chunks, lengths, offsets};
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }
}
