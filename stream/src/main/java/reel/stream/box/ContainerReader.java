package reel.stream.box;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import reel.stream.RandomReader;
import reel.stream.seal.Codec;
import reel.stream.seal.Sealer;

/// A container that can be read at any offset: the bytes that it was made of, each frame checked before any of it
/// is handed out. Thread-safe, one reading at a time.
public final class ContainerReader implements RandomReader {
    private final RandomReader from;
    private final String thing;
    private final boolean encrypted;
    private final FrameSeal seal;
    private final long[] offsets;
    private final long size;
    private final byte[] plain = new byte[Shape.FRAME_BYTES];
    private long current = -1;

    private ContainerReader(
            RandomReader from, String thing, boolean encrypted, FrameSeal seal, long[] offsets, long size) {
        this.from = from;
        this.thing = thing;
        this.encrypted = encrypted;
        this.seal = seal;
        this.offsets = offsets;
        this.size = size;
    }

    /// Reads header and index, and checks that they belong together.
    public static ContainerReader open(RandomReader from, Keyring keys, String thing) throws IOException {
        long least = Shape.HEADER_BYTES + Shape.FRAME_HEADER_BYTES + 4L + Shape.TRAILER_BYTES;
        if (from.size() < least) {
            throw Damage.of(thing, from.size(), "at least " + least + " bytes of a container", from.size() + " bytes");
        }
        Header header = Header.read(bytes(from, 0, Shape.HEADER_BYTES), thing);
        FrameSeal seal = new FrameSeal(keys.key(header, thing));
        long end = from.size() - Shape.TRAILER_BYTES;
        byte[] tail = bytes(from, end, Shape.TRAILER_BYTES);
        ByteBuffer trailer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        long indexAt = trailer.getLong();
        long frames = trailer.getLong();
        long plainBytes = trailer.getLong();
        boolean fits = indexAt >= Shape.HEADER_BYTES
                && frames >= 1
                && frames <= Shape.MOST_FRAMES
                && indexAt == end - 4 * frames
                && plainBytes >= (frames - 1) * Shape.FRAME_BYTES
                && plainBytes <= frames * Shape.FRAME_BYTES;
        if (!fits || frames > Integer.MAX_VALUE / 8) {
            throw Damage.of(thing, end, "where the index lies", "something else");
        }
        byte[] index = bytes(from, indexAt, (int) (4 * frames));
        byte[] about = Arrays.copyOf(index, index.length + 24);
        System.arraycopy(tail, 0, about, index.length, 24);
        ByteBuffer sealed = trailer.slice(24, Shape.DIGEST_BYTES + Shape.sealBytes(header.encrypted()));
        if (!seal.open(frames, FrameSeal.INDEX, about, sealed, ByteBuffer.allocate(Shape.DIGEST_BYTES))) {
            throw Damage.of(thing, indexAt, "the index as it was sealed", "another");
        }
        long[] offsets = offsets(index, (int) frames);
        if (offsets[(int) frames] != indexAt) {
            throw Damage.of(thing, indexAt, "frames up to the index", "up to " + offsets[(int) frames]);
        }
        return new ContainerReader(from, thing, header.encrypted(), seal, offsets, plainBytes);
    }

    private static long[] offsets(byte[] index, int frames) {
        ByteBuffer lengths = ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN);
        long[] offsets = new long[frames + 1];
        offsets[0] = Shape.HEADER_BYTES;
        for (int i = 0; i < frames; i++) {
            offsets[i + 1] = offsets[i] + Math.max(0, lengths.getInt());
        }
        return offsets;
    }

    private static byte[] bytes(RandomReader from, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        from.read(offset, MemorySegment.ofArray(bytes));
        return bytes;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized void read(long offset, MemorySegment into) throws IOException {
        Objects.checkFromIndexSize(offset, into.byteSize(), size);
        for (long done = 0; done < into.byteSize(); ) {
            long at = offset + done;
            load(at / Shape.FRAME_BYTES);
            long skip = at % Shape.FRAME_BYTES;
            long some = Math.min(into.byteSize() - done, Shape.FRAME_BYTES - skip);
            MemorySegment.copy(MemorySegment.ofArray(plain), skip, into, done, some);
            done += some;
        }
    }

    private void load(long frame) throws IOException {
        if (frame == current) {
            return;
        }
        current = -1;
        long at = offsets[(int) frame];
        long stored = offsets[(int) frame + 1] - at;
        int sealBytes = Shape.sealBytes(encrypted);
        boolean last = frame == offsets.length - 2;
        int plainLength = (int) Math.min(Shape.FRAME_BYTES, size - frame * Shape.FRAME_BYTES);
        if (stored < Shape.FRAME_HEADER_BYTES + sealBytes
                || stored > Shape.FRAME_HEADER_BYTES + sealBytes + Shape.FRAME_BYTES) {
            throw Damage.of(thing, at, "a frame's length", stored + " bytes");
        }
        byte[] all = bytes(from, at, (int) stored);
        byte[] about = Arrays.copyOf(all, Shape.FRAME_HEADER_BYTES);
        ByteBuffer header = ByteBuffer.wrap(about).order(ByteOrder.LITTLE_ENDIAN);
        boolean whole = header.getInt() == stored - Shape.FRAME_HEADER_BYTES && header.getInt() == plainLength;
        int kind = header.get();
        whole &= (kind & Shape.LAST) != 0 == last;
        byte[] body = new byte[(int) stored - Shape.FRAME_HEADER_BYTES - sealBytes];
        ByteBuffer sealed = ByteBuffer.wrap(all, Shape.FRAME_HEADER_BYTES, all.length - Shape.FRAME_HEADER_BYTES);
        if (!whole || !seal.open(frame, last ? 1 : 0, about, sealed, ByteBuffer.wrap(body))) {
            throw Damage.of(thing, at, "frame " + frame + " as it was sealed", "other bytes");
        }
        Codec codec = (kind & Shape.ZSTD) != 0 ? Codec.ZSTD : Codec.RAW;
        Sealer.open(
                MemorySegment.ofArray(body), codec, MemorySegment.ofArray(plain).asSlice(0, plainLength), thing, at);
        current = frame;
    }
}
