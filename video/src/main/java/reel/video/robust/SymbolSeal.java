package reel.video.robust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A symbol on its way: its bytes mixed with chance that depends on which symbol it is, and a check over that and the
/// plain bytes. So no picture repeats, and no symbol is taken for another.
public final class SymbolSeal {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SymbolSeal() {}

    private static long seed(FrameHeader header, int symbol) {
        return (long) header.stream() << 32 ^ (long) header.block() << 24 ^ symbol;
    }

    /// Seals `bytes[at .. at+length-1]` and writes the check behind them.
    public static void seal(FrameHeader header, int symbol, byte[] bytes, int at, int length) {
        int check = check(header, symbol, bytes, at, length);
        mix(header, symbol, bytes, at, length);
        for (int i = 0; i < Codewords.CHECK_BYTES; i++) {
            bytes[at + length + i] = (byte) (check >>> 8 * i);
        }
    }

    /// Takes the seal off; whether the check is right.
    public static boolean open(FrameHeader header, int symbol, byte[] bytes, int at, int length) {
        mix(header, symbol, bytes, at, length);
        int check = check(header, symbol, bytes, at, length);
        boolean right = true;
        for (int i = 0; i < Codewords.CHECK_BYTES; i++) {
            right &= bytes[at + length + i] == (byte) (check >>> 8 * i);
        }
        return right;
    }

    private static int check(FrameHeader header, int symbol, byte[] bytes, int at, int length) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(20)
                .putLong(header.payloadBytes())
                .putInt(header.stream())
                .putInt(header.block())
                .putInt(symbol)
                .flip());
        sum.update(bytes, at, length);
        return (int) sum.getValue();
    }

    private static void mix(FrameHeader header, int symbol, byte[] bytes, int at, int length) {
        Mix mix = new Mix(seed(header, symbol));
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            LONG.set(bytes, at + i, (long) LONG.get(bytes, at + i) ^ mix.next());
        }
        long last = mix.next();
        for (; i < length; i++, last >>>= 8) {
            bytes[at + i] ^= (byte) last;
        }
    }
}
