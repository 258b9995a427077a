package reel.transfer.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The bytes of a journal: docs/format/transfer-journal.md. Little endian.
final class Records {
    static final byte[] MAGIC = "REELXFER".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;

    /// Of a header: magic, version and the length of the identity, which follows.
    static final int HEAD_BYTES = MAGIC.length + 4 + 4;

    static final byte BEGIN = 1;
    static final byte PIECES = 2;
    static final byte END = 3;
    static final byte ARRIVED = 4;
    static final byte BEGIN_SUMMED = 5;

    /// Pieces of a record: 128 KiB of values.
    static final int MOST_PIECES = 4096;

    /// No record is longer.
    static final int MOST_BYTES = 1 << 18;

    /// Length and type before, check sum behind.
    static final int FRAME_BYTES = 5 + 4;

    static final int VALUE_BYTES = 32;

    private Records() {}

    static ByteBuffer header(String identity) {
        byte[] text = identity.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = buffer(HEAD_BYTES + text.length + 4);
        header.put(MAGIC).putInt(VERSION).putInt(text.length).put(text);
        return summed(header);
    }

    static ByteBuffer begin(int number, String path, Version version, long partSize, String token, Proof proof) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] mark = token.getBytes(StandardCharsets.UTF_8);
        String told = version.version();
        byte[] etag = told == null ? new byte[0] : told.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = record(type(proof), 4 + 8 + 12 + 8 + 4 + name.length + 4 + etag.length + 4 + mark.length);
        record.putInt(number).putLong(version.size());
        putTime(record, version.modified());
        record.putLong(partSize);
        record.putInt(name.length).put(name);
        record.putInt(told == null ? -1 : etag.length).put(etag);
        record.putInt(mark.length).put(mark);
        return summed(record);
    }

    static ByteBuffer pieces(int number, long first, int count, Pieces pieces) {
        ByteBuffer record = record(PIECES, 4 + 8 + 4 + count * VALUE_BYTES);
        record.putInt(number).putLong(first).putInt(count);
        long[] value = new long[4];
        for (int i = 0; i < count; i++) {
            pieces.get(first + i, value);
            for (long word : value) {
                record.putLong(word);
            }
        }
        return summed(record);
    }

    static ByteBuffer end(int number) {
        return summed(record(END, 4).putInt(number));
    }

    static ByteBuffer arrived(Hash arrival) {
        return summed(record(ARRIVED, VALUE_BYTES).put(arrival.toBytes()));
    }

    /// What stands for a file that arrived.
    static Hash arrival(String path, Version version) {
        return Blake3.hash((path + "\0" + version).getBytes(StandardCharsets.UTF_8));
    }

    private static byte type(Proof proof) {
        return switch (proof) {
            case TREE -> BEGIN;
            case SUMS -> BEGIN_SUMMED;
        };
    }

    private static void putTime(ByteBuffer into, @Nullable Instant time) {
        into.putLong(time == null ? Long.MIN_VALUE : time.getEpochSecond()).putInt(time == null ? 0 : time.getNano());
    }

    private static ByteBuffer record(byte type, int payload) {
        return buffer(FRAME_BYTES + payload).putInt(payload).put(type);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer summed(ByteBuffer record) {
        CRC32C sum = new CRC32C();
        sum.update(record.array(), 0, record.position());
        return record.putInt((int) sum.getValue()).flip();
    }
}
