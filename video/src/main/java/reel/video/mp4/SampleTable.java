package reel.video.mp4;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.stream.RandomReader;

/// Where the samples of a file's video track begin, as its index or its fragments tell. What is told is not checked
/// against the samples; places behind the file's end are left out.
public final class SampleTable {
    private static final int MOOV = 0x6D6F6F76;
    private static final int MOOF = 0x6D6F6F66;
    private static final int MDAT = 0x6D646174;
    private static final int TRAK = 0x7472616B;
    private static final int MDIA = 0x6D646961;
    private static final int MINF = 0x6D696E66;
    private static final int STBL = 0x7374626C;
    private static final int STSZ = 0x7374737A;
    private static final int STSC = 0x73747363;
    private static final int STCO = 0x7374636F;
    private static final int CO64 = 0x636F3634;
    private static final int HDLR = 0x68646C72;
    private static final int VIDE = 0x76696465;

    /// An index of sixteen million samples.
    private static final long MOST_INDEX_BYTES = 1L << 26;

    private static final int MOST_SAMPLES = 1 << 23;
    private static final int MOST_BOXES = 1 << 24;

    private final RandomReader file;
    private long[] starts = new long[256];
    private int count;

    private SampleTable(RandomReader file) {
        this.file = file;
    }

    /// The beginnings of all samples in order; null where the file is no MP4 file, or its index is missing or
    /// makes no sense.
    public static long @Nullable [] starts(RandomReader file) throws IOException {
        SampleTable table = new SampleTable(file);
        try {
            return table.read() ? Arrays.copyOf(table.starts, table.count) : null;
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException | IllegalArgumentException nonsense) {
            return null;
        }
    }

    /// A box: its type, where its content begins, where it ends.
    private record Span(int type, long from, long end) {}

    private boolean read() throws IOException {
        long at = 0;
        boolean known = false;
        for (int boxes = 0; at + 8 <= file.size() && boxes < MOST_BOXES; boxes++) {
            Span box = box(at, file.size());
            if (box == null) {
                return known;
            }
            if (box.type() == MOOV) {
                known |= index(box);
            } else if (box.type() == MOOF) {
                // One picture a fragment, the samples behind it: what is found there is looked at anyway.
                Span data = box(box.end(), file.size());
                if (data != null && data.type() == MDAT) {
                    add(data.from());
                    known = true;
                }
            }
            at = box.end();
        }
        return known && count > 0;
    }

    private @Nullable Span box(long at, long end) throws IOException {
        if (at + 8 > end) {
            return null;
        }
        ByteBuffer head = bytes(at, (int) Math.min(16, end - at));
        long length = head.getInt() & 0xffff_ffffL;
        int type = head.getInt();
        long content = at + 8;
        if (length == 1 && head.remaining() >= 8) {
            length = head.getLong();
            content += 8;
        } else if (length == 0) {
            length = end - at;
        }
        if (length < content - at || at + length < at) {
            return null;
        }
        return new Span(type, content, at + length);
    }

    private boolean index(Span movie) throws IOException {
        if (movie.end() > file.size() || movie.end() - movie.from() > MOST_INDEX_BYTES) {
            return false;
        }
        for (long at = movie.from(); at < movie.end(); ) {
            Span box = box(at, movie.end());
            if (box == null || box.end() > movie.end()) {
                return false;
            }
            if (box.type() == TRAK && track(box)) {
                return true;
            }
            at = box.end();
        }
        return false;
    }

    private @Nullable Span child(Span above, int... path) throws IOException {
        Span here = above;
        for (int type : path) {
            Span found = null;
            for (long at = here.from(); found == null && at < here.end(); ) {
                Span box = box(at, here.end());
                if (box == null || box.end() > here.end()) {
                    return null;
                }
                found = box.type() == type ? box : null;
                at = box.end();
            }
            if (found == null) {
                return null;
            }
            here = found;
        }
        return here;
    }

    private boolean track(Span track) throws IOException {
        Span handler = child(track, MDIA, HDLR);
        Span table = child(track, MDIA, MINF, STBL);
        if (handler == null || table == null || handler.end() - handler.from() < 12) {
            return false;
        }
        if (bytes(handler.from() + 8, 4).getInt() != VIDE) {
            return false;
        }
        Span sizes = child(table, STSZ);
        Span runs = child(table, STSC);
        Span near = child(table, STCO);
        Span offsets = near != null ? near : child(table, CO64);
        if (sizes == null || runs == null || offsets == null) {
            return false;
        }
        samples(whole(sizes), whole(runs), whole(offsets), near == null);
        return true;
    }

    private void samples(ByteBuffer sizes, ByteBuffer runs, ByteBuffer offsets, boolean wide) {
        int same = sizes.getInt(4);
        int samples = sizes.getInt(8);
        int chunks = offsets.getInt(4);
        int run = -1;
        int runCount = runs.getInt(4);
        int perChunk = 0;
        int sample = 0;
        for (int chunk = 0; chunk < chunks && sample < samples; chunk++) {
            while (run + 1 < runCount && runs.getInt(8 + 12 * (run + 1)) - 1 <= chunk) {
                run++;
                perChunk = runs.getInt(8 + 12 * run + 4);
            }
            long at = wide ? offsets.getLong(8 + 8 * chunk) : offsets.getInt(8 + 4 * chunk) & 0xffff_ffffL;
            for (int i = 0; i < perChunk && sample < samples; i++, sample++) {
                add(at);
                at += (same != 0 ? same : sizes.getInt(12 + 4 * sample)) & 0xffff_ffffL;
            }
        }
    }

    private void add(long start) {
        if (start < 0 || start >= file.size() || count == MOST_SAMPLES) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = start;
    }

    private ByteBuffer whole(Span box) throws IOException {
        return bytes(box.from(), Math.toIntExact(box.end() - box.from()));
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.read(at, MemorySegment.ofArray(bytes));
        return ByteBuffer.wrap(bytes);
    }
}
