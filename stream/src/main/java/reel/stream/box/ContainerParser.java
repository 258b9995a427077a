package reel.stream.box;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.seal.Codec;
import reel.stream.seal.Sealer;

/// Opens a container whose bytes come in order: hands on what each frame was made of, after checking it, and at
/// the end checks that there was neither less nor more. Not thread-safe.
public final class ContainerParser {
    /// Memory that a parser works in.
    public static final long WORKSPACE_BYTES = 4L << 20;

    private static final int STEP = 1 << 20;

    private final ContainerWriter.Output out;
    private final Keyring keys;
    private final String thing;
    private final MemorySegment gathered;
    private final MemorySegment packed;
    private final MemorySegment plain;
    private final Blake3 hasher = Blake3.hasher();

    private Wants wants = Wants.HEADER;
    private long wanted = Shape.HEADER_BYTES;
    private long have;
    private long offset;
    private FrameSeal seal = new FrameSeal(null);
    private boolean encrypted;
    private boolean digested = true;
    private byte[] frameHeader = new byte[0];
    private byte[] tail = new byte[0];
    private int tailBytes;
    private int[] index = new int[64];
    private int frames;
    private long plainBytes;

    private enum Wants {
        HEADER,
        FRAME_HEADER,
        FRAME,
        TAIL,
        NOTHING
    }

    private ContainerParser(ContainerWriter.Output out, Keyring keys, MemorySegment workspace, String thing) {
        this.out = out;
        this.keys = keys;
        this.thing = thing;
        this.gathered = workspace.asSlice(0, 2L * STEP);
        this.packed = workspace.asSlice(2L * STEP, STEP);
        this.plain = workspace.asSlice(3L * STEP, STEP);
    }

    /// @param workspace [#WORKSPACE_BYTES] of memory off the heap
    /// @param thing     the container, for messages
    public static ContainerParser open(
            ContainerWriter.Output out, Keyring keys, MemorySegment workspace, String thing) {
        return new ContainerParser(out, keys, workspace, thing);
    }

    public void write(MemorySegment bytes) throws IOException {
        long from = 0;
        while (from < bytes.byteSize()) {
            if (wants == Wants.NOTHING) {
                throw Damage.of(thing, offset, "the end", "more bytes");
            }
            int some = (int) Math.min(wanted - have, bytes.byteSize() - from);
            if (wants == Wants.TAIL) {
                MemorySegment.copy(bytes, from, MemorySegment.ofArray(tail), tailBytes, some);
                tailBytes += some;
            } else {
                MemorySegment.copy(bytes, from, gathered, have, some);
            }
            have += some;
            from += some;
            offset += some;
            if (have == wanted) {
                take();
            }
        }
    }

    /// That the container is complete.
    public void end() throws IOException {
        if (wants != Wants.NOTHING) {
            throw Damage.of(thing, offset, "more bytes of a container that is cut", "its end");
        }
    }

    /// Whether the container is encrypted, as its header told.
    public boolean isEncrypted() {
        return encrypted;
    }

    private void take() throws IOException {
        switch (wants) {
            case HEADER -> header();
            case FRAME_HEADER -> frameHeader();
            case FRAME -> frame();
            case TAIL -> tail();
            case NOTHING -> throw new IllegalStateException("nothing is wanted");
        }
    }

    private void want(Wants what, long bytes) {
        wants = what;
        wanted = bytes;
        have = 0;
    }

    private byte[] bytes(long length) {
        byte[] bytes = new byte[(int) length];
        MemorySegment.copy(gathered, 0, MemorySegment.ofArray(bytes), 0, length);
        return bytes;
    }

    private void header() throws IOException {
        Header header = Header.read(bytes(Shape.HEADER_BYTES), thing);
        seal = new FrameSeal(keys.key(header, thing));
        encrypted = header.encrypted();
        digested = header.digested();
        want(Wants.FRAME_HEADER, Shape.FRAME_HEADER_BYTES);
    }

    private void frameHeader() throws Corrupt {
        frameHeader = bytes(Shape.FRAME_HEADER_BYTES);
        ByteBuffer header = ByteBuffer.wrap(frameHeader).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt();
        int plainLength = header.getInt();
        int kind = header.get();
        int least = Shape.sealBytes(encrypted);
        boolean last = (kind & Shape.LAST) != 0;
        if (length < least
                || length > least + Shape.FRAME_BYTES
                || plainLength < 0
                || plainLength > Shape.FRAME_BYTES
                || !last && plainLength != Shape.FRAME_BYTES
                || kind < 0
                || kind > (Shape.ZSTD | Shape.LAST)
                || frames == Shape.MOST_FRAMES - 1) {
            throw Damage.of(thing, offset - Shape.FRAME_HEADER_BYTES, "a frame's header", "something else");
        }
        want(Wants.FRAME, length);
    }

    private void frame() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(frameHeader).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt();
        int plainLength = header.getInt();
        int kind = header.get();
        boolean last = (kind & Shape.LAST) != 0;
        int bodyLength = length - Shape.sealBytes(encrypted);
        MemorySegment body = packed.asSlice(0, bodyLength);
        ByteBuffer sealed = gathered.asSlice(0, length).asByteBuffer();
        if (!seal.open(frames, last ? 1 : 0, frameHeader, sealed, body.asByteBuffer())) {
            throw Damage.of(thing, offset - length, "frame " + frames + " as it was sealed", "other bytes");
        }
        MemorySegment into = plain.asSlice(0, plainLength);
        Codec codec = (kind & Shape.ZSTD) != 0 ? Codec.ZSTD : Codec.RAW;
        Sealer.open(body, codec, into, thing, offset - length);
        if (digested) {
            hasher.update(into, 0, plainLength);
        }
        plainBytes += plainLength;
        if (frames == index.length) {
            index = Arrays.copyOf(index, 2 * frames);
        }
        index[frames++] = Shape.FRAME_HEADER_BYTES + length;
        if (plainLength > 0) {
            out.accept(into);
        }
        if (last) {
            tail = new byte[4 * frames + Shape.TRAILER_BYTES];
            tailBytes = 0;
            want(Wants.TAIL, tail.length);
        } else {
            want(Wants.FRAME_HEADER, Shape.FRAME_HEADER_BYTES);
        }
    }

    private void tail() throws IOException {
        ByteBuffer from = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        boolean same = true;
        for (int i = 0; i < frames; i++) {
            same &= from.getInt() == index[i];
        }
        same &= from.getLong() == offset - tail.length;
        same &= from.getLong() == frames;
        same &= from.getLong() == plainBytes;
        byte[] about = Arrays.copyOf(tail, from.position());
        int sealBytes = Shape.sealBytes(encrypted);
        ByteBuffer sealed = from.slice(from.position(), Shape.DIGEST_BYTES + sealBytes);
        byte[] digest = new byte[Shape.DIGEST_BYTES];
        same &= seal.open(frames, FrameSeal.INDEX, about, sealed, ByteBuffer.wrap(digest));
        for (int i = from.position() + Shape.DIGEST_BYTES + sealBytes; i < tail.length - 8; i++) {
            same &= tail[i] == 0;
        }
        byte[] expected = digested ? hasher.digest().toBytes() : new byte[Shape.DIGEST_BYTES];
        same &= Arrays.equals(digest, expected);
        same &= Arrays.equals(
                tail, tail.length - ContainerWriter.END_MAGIC.length, tail.length, ContainerWriter.END_MAGIC, 0, 8);
        if (!same) {
            throw Damage.of(thing, offset - tail.length, "the index of what came before", "another");
        }
        want(Wants.NOTHING, 1);
    }
}
