package reel.stream.box;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Blake3;
import reel.stream.seal.Codec;
import reel.stream.seal.Compressibility;
import reel.stream.seal.Sealer;

/// Makes a container of bytes that come in order. Not thread-safe.
public final class ContainerWriter {
    /// Memory that a writer works in: a frame's plain, compressed and sealed bytes.
    public static final long WORKSPACE_BYTES = 4L << 20;

    static final byte[] END_MAGIC = "REELBEND".getBytes(StandardCharsets.US_ASCII);

    private final Output out;
    private final int level;
    private final boolean encrypted;
    private final FrameSeal seal;
    private final MemorySegment plain;
    private final MemorySegment packed;
    private final MemorySegment sealed;
    private final @Nullable Blake3 hasher;
    private int[] index = new int[64];
    private int frames;
    private int gathered;
    private long plainBytes;
    private long written;

    /// Takes a container's bytes, in order.
    @FunctionalInterface
    public interface Output {
        /// @param bytes valid only during the call
        void accept(MemorySegment bytes) throws IOException;
    }

    private ContainerWriter(Output out, int level, Header header, FrameSeal seal, MemorySegment workspace) {
        this.out = out;
        this.level = level;
        this.encrypted = header.encrypted();
        this.hasher = header.digested() ? Blake3.hasher() : null;
        this.seal = seal;
        this.plain = workspace.asSlice(0, Shape.FRAME_BYTES);
        this.packed = workspace.asSlice(Shape.FRAME_BYTES, Shape.FRAME_BYTES);
        this.sealed = workspace.asSlice(2L * Shape.FRAME_BYTES, 2L * Shape.FRAME_BYTES);
    }

    /// Writes the header.
    ///
    /// @param level     of zstd; 0 not to compress
    /// @param workspace [#WORKSPACE_BYTES] of memory off the heap
    /// @param thing     the container, for messages
    public static ContainerWriter open(Output out, int level, Keyring keys, MemorySegment workspace, String thing)
            throws IOException {
        return open(out, level, keys, workspace, thing, true);
    }

    /// The same for plain bytes that bring hashes of their own, so that no digest of all of them is made.
    public static ContainerWriter openUndigested(
            Output out, int level, Keyring keys, MemorySegment workspace, String thing) throws IOException {
        return open(out, level, keys, workspace, thing, false);
    }

    private static ContainerWriter open(
            Output out, int level, Keyring keys, MemorySegment workspace, String thing, boolean digested)
            throws IOException {
        Header header = keys.header(level > 0, digested);
        FrameSeal seal = new FrameSeal(keys.key(header, thing));
        ContainerWriter writer = new ContainerWriter(out, level, header, seal, workspace);
        writer.put(MemorySegment.ofArray(header.bytes()));
        return writer;
    }

    public void write(MemorySegment bytes) throws IOException {
        long from = 0;
        while (from < bytes.byteSize()) {
            // A full frame is sealed when a byte follows, so that the last one is known to be the last.
            if (gathered == Shape.FRAME_BYTES) {
                frame(false);
            }
            int some = (int) Math.min(Shape.FRAME_BYTES - gathered, bytes.byteSize() - from);
            MemorySegment.copy(bytes, from, plain, gathered, some);
            gathered += some;
            from += some;
        }
    }

    /// Seals the last frame and writes the index.
    public void end() throws IOException {
        frame(true);
        ByteBuffer entries = ByteBuffer.allocate(4 * frames).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            entries.putInt(index[i]);
        }
        ByteBuffer trailer = ByteBuffer.allocate(Shape.TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putLong(written).putLong(frames).putLong(plainBytes);
        byte[] about = Arrays.copyOf(entries.array(), entries.capacity() + 24);
        System.arraycopy(trailer.array(), 0, about, entries.capacity(), 24);
        byte[] digest =
                hasher == null ? new byte[Shape.DIGEST_BYTES] : hasher.digest().toBytes();
        seal.seal(frames, FrameSeal.INDEX, about, ByteBuffer.wrap(digest), trailer);
        trailer.position(Shape.TRAILER_BYTES - END_MAGIC.length).put(END_MAGIC);
        put(MemorySegment.ofArray(entries.array()));
        put(MemorySegment.ofArray(trailer.array()));
    }

    private void frame(boolean last) throws IOException {
        MemorySegment bytes = plain.asSlice(0, gathered);
        if (hasher != null) {
            hasher.update(bytes, 0, gathered);
        }
        MemorySegment body = bytes;
        int kind = last ? Shape.LAST : 0;
        if (level > 0 && gathered > 0) {
            Sealer.Sealed result = Sealer.seal(bytes, Compressibility.UNKNOWN, level, packed);
            if (result.codec() == Codec.ZSTD) {
                body = packed.asSlice(0, result.length());
                kind |= Shape.ZSTD;
            }
        }
        int length = (int) body.byteSize() + Shape.sealBytes(encrypted);
        ByteBuffer about = ByteBuffer.allocate(Shape.FRAME_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        about.putInt(length).putInt(gathered).put((byte) kind);
        ByteBuffer into = sealed.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        into.put(about.array());
        seal.seal(frames, last ? 1 : 0, about.array(), body.asByteBuffer(), into);
        if (frames == index.length) {
            index = Arrays.copyOf(index, 2 * frames);
        }
        index[frames++] = Shape.FRAME_HEADER_BYTES + length;
        plainBytes += gathered;
        gathered = 0;
        put(sealed.asSlice(0, into.position()));
    }

    private void put(MemorySegment bytes) throws IOException {
        out.accept(bytes);
        written += bytes.byteSize();
    }
}
