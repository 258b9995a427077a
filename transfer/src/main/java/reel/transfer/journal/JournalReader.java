package reel.transfer.journal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// Reads a journal back. A last record that is cut or not whole is what a kill leaves and is dropped; anything
/// else that is wrong makes the whole worthless.
final class JournalReader {
    /// Far more than both endpoints' names.
    private static final int MOST_IDENTITY = 1 << 16;

    private JournalReader() {}

    /// Null for a journal that is damaged or another transfer's.
    static @Nullable JournalState read(Path file, String identity) throws IOException {
        long left = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            ByteBuffer expected = Records.header(identity);
            if (left < expected.remaining() || expected.remaining() > MOST_IDENTITY) {
                return null;
            }
            if (!Arrays.equals(in.readNBytes(expected.remaining()), expected.array())) {
                return null;
            }
            left -= expected.remaining();
            JournalState state = new JournalState();
            while (left >= Records.FRAME_BYTES) {
                byte[] frame = in.readNBytes(4);
                int length = buffer(frame).getInt();
                if (length < 0 || length > Records.MOST_BYTES) {
                    return null;
                }
                if (length > left - Records.FRAME_BYTES) {
                    return state;
                }
                byte[] record = Arrays.copyOf(frame, Records.FRAME_BYTES + length);
                in.readFully(record, 4, length + 5);
                left -= record.length;
                if (!isWhole(record)) {
                    return left == 0 || isZero(record) && restIsZero(in) ? state : null;
                }
                if (!apply(record, state)) {
                    return null;
                }
            }
            return state;
        }
    }

    /// The identity that `file` says its transfer has; null for what says none. Only [#read] tells whether it is whole.
    static @Nullable String identity(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] head = in.readNBytes(Records.HEAD_BYTES);
            int length =
                    head.length < Records.HEAD_BYTES ? -1 : buffer(head).getInt(Records.HEAD_BYTES - Integer.BYTES);
            return length < 0 || length > MOST_IDENTITY
                    ? null
                    : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isWhole(byte[] record) {
        CRC32C sum = new CRC32C();
        sum.update(record, 0, record.length - 4);
        return buffer(record).getInt(record.length - 4) == (int) sum.getValue();
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// Room that a file system gave without its bytes when the power went.
    private static boolean restIsZero(DataInputStream in) throws IOException {
        for (byte[] some = in.readNBytes(1 << 16); some.length > 0; some = in.readNBytes(1 << 16)) {
            if (!isZero(some)) {
                return false;
            }
        }
        return true;
    }

    private static boolean apply(byte[] bytes, JournalState state) {
        ByteBuffer record = buffer(bytes).limit(bytes.length - 4).position(4);
        try {
            return switch (record.get()) {
                case Records.BEGIN -> begin(record, state, Proof.TREE);
                case Records.BEGIN_SUMMED -> begin(record, state, Proof.SUMS);
                case Records.PIECES -> pieces(record, state);
                case Records.END -> {
                    state.end(record.getInt());
                    yield true;
                }
                case Records.ARRIVED -> {
                    byte[] arrival = new byte[Records.VALUE_BYTES];
                    record.get(arrival);
                    state.arrivals().add(Hash.of(arrival));
                    yield true;
                }
                default -> false;
            };
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException nonsense) {
            return false;
        }
    }

    private static boolean begin(ByteBuffer record, JournalState state, Proof proof) {
        int number = record.getInt();
        long size = record.getLong();
        long seconds = record.getLong();
        int nanos = record.getInt();
        Instant modified = seconds == Long.MIN_VALUE ? null : Instant.ofEpochSecond(seconds, nanos);
        long partSize = record.getLong();
        String path = text(record);
        String version = text(record);
        String token = text(record);
        if (path == null || token == null || size < -1 || partSize < 0) {
            return false;
        }
        state.begin(new JournalState.Begun(
                number,
                path,
                new Version(size, modified, version),
                partSize,
                token,
                new Pieces(Math.max(0, size), proof)));
        return true;
    }

    private static @Nullable String text(ByteBuffer record) {
        int length = record.getInt();
        if (length < 0) {
            return null;
        }
        if (length > record.remaining()) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean pieces(ByteBuffer record, JournalState state) {
        int number = record.getInt();
        long first = record.getLong();
        int count = record.getInt();
        JournalState.Begun begun = state.file(number);
        if (begun == null) {
            return true;
        }
        long all = Math.ceilDiv(begun.version().size(), Pieces.BYTES);
        if (count < 0 || count > Records.MOST_PIECES || first < 0 || first > all - count) {
            return false;
        }
        long[] value = new long[4];
        for (int i = 0; i < count; i++) {
            for (int word = 0; word < value.length; word++) {
                value[word] = record.getLong();
            }
            begun.pieces().set(first + i, value, 0);
        }
        return true;
    }
}
