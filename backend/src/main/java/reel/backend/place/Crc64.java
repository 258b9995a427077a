package reel.backend.place;

import java.util.zip.Checksum;

/// The CRC of 64 bits that S3 calls CRC64NVME (NVM Express command set, figure "64b CRC"): polynomial
/// 0xAD93D23594C93659, reflected, all ones before and after. Eight bytes at a time by eight tables.
final class Crc64 implements Checksum {
    private static final long REFLECTED = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private long state = -1;

    private static long[][] tables() {
        long[][] tables = new long[Long.BYTES][256];
        for (int value = 0; value < 256; value++) {
            long crc = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED;
            }
            tables[0][value] = crc;
        }
        for (int table = 1; table < Long.BYTES; table++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[table - 1][value];
                tables[table][value] = before >>> 8 ^ tables[0][(int) before & 0xFF];
            }
        }
        return tables;
    }

    @Override
    public void update(int value) {
        state = state >>> 8 ^ TABLES[0][(int) (state ^ value) & 0xFF];
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long mixed = state;
            for (int i = 0; i < Long.BYTES; i++) {
                mixed ^= (bytes[at + i] & 0xFFL) << (Byte.SIZE * i);
            }
            long next = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                next ^= TABLES[Long.BYTES - 1 - i][(int) (mixed >>> (Byte.SIZE * i)) & 0xFF];
            }
            state = next;
        }
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
