package reel.video.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import reel.stream.RandomReader;
import reel.video.carrier.PayloadSource;

/// Takes the video out of an MPEG transport stream (ISO/IEC 13818-1), whose packets cut slices to pieces: the payload
/// of the first program's first video, without packet and PES headers.
final class TransportStream {
    private static final int PACKET = 188;
    private static final int SYNC = 0x47;

    /// Packets that must begin where they should.
    private static final int SURE = 8;

    private static final int PIECE_PACKETS = 4096;

    private final RandomReader file;
    private final int step;
    private final int skip;
    private int video = -1;

    private TransportStream(RandomReader file, int step, int skip) {
        this.file = file;
        this.step = step;
        this.skip = skip;
    }

    /// Null where the file is no transport stream; that of a disc recorder, with four bytes before each packet, is one.
    static @org.jspecify.annotations.Nullable TransportStream of(RandomReader file) throws IOException {
        for (int extra : new int[] {0, 4}) {
            TransportStream stream = new TransportStream(file, PACKET + extra, extra);
            if (stream.begins()) {
                return stream;
            }
        }
        return null;
    }

    private boolean begins() throws IOException {
        if (file.size() < (long) SURE * step) {
            return false;
        }
        byte[] start = new byte[SURE * step];
        file.read(0, MemorySegment.ofArray(start));
        for (int i = 0; i < SURE; i++) {
            if (start[i * step + skip] != SYNC) {
                return false;
            }
        }
        return true;
    }

    /// Hands on the video's bytes of the first `most` bytes of the file.
    void writeTo(long most, PayloadSource.Output out) throws IOException {
        byte[] piece = new byte[PIECE_PACKETS * step];
        byte[] made = new byte[PIECE_PACKETS * PACKET];
        MemorySegment into = MemorySegment.ofArray(made);
        long end = Math.min(most, file.size()) / step * step;
        for (long at = 0; at < end; at += piece.length) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            int length = (int) Math.min(piece.length, end - at);
            file.read(at, MemorySegment.ofArray(piece).asSlice(0, length));
            int used = 0;
            for (int packet = 0; packet < length; packet += step) {
                used = take(piece, packet + skip, made, used);
            }
            out.accept(into.asSlice(0, used));
        }
    }

    private int take(byte[] packets, int at, byte[] into, int used) {
        int pid = (packets[at + 1] & 0x1f) << 8 | packets[at + 2] & 0xff;
        boolean starts = (packets[at + 1] & 0x40) != 0;
        int control = packets[at + 3] >> 4 & 3;
        int from = at + 4;
        if ((control & 2) != 0) {
            from += 1 + (packets[at + 4] & 0xff);
        }
        int end = at + PACKET;
        if (packets[at] != SYNC || (control & 1) == 0 || from >= end) {
            return used;
        }
        if (starts && isVideo(packets, from, end)) {
            video = video < 0 ? pid : video;
            from = pid == video ? Math.min(end, from + 9 + (packets[from + 8] & 0xff)) : end;
        }
        if (pid != video) {
            return used;
        }
        System.arraycopy(packets, from, into, used, end - from);
        return used + end - from;
    }

    /// A PES header of a video stream.
    private static boolean isVideo(byte[] packets, int from, int end) {
        return end - from > 9
                && packets[from] == 0
                && packets[from + 1] == 0
                && packets[from + 2] == 1
                && (packets[from + 3] & 0xf0) == 0xe0;
    }

    /// The video's bytes in the first `most` bytes, in memory.
    byte[] beginning(int most) throws IOException {
        byte[][] all = {new byte[0]};
        writeTo(most, piece -> {
            int before = all[0].length;
            all[0] = Arrays.copyOf(all[0], before + (int) piece.byteSize());
            MemorySegment.copy(piece, 0, MemorySegment.ofArray(all[0]), before, piece.byteSize());
        });
        return all[0];
    }
}
