package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockEncoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.raptorq.jvm.JvmKernels;

/// The RaptorQ code over one group's bodies. A body is longer than the longest symbol, so it is cut into strips, and
/// the group into as many blocks of the same shape. One thread at a time.
final class Groups {
    private static final int MOST_SYMBOL = 65_528;

    private final int bodyBytes;
    private final int strips;
    private final int symbolBytes;
    private final BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
    private final BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
    private byte[] source = {};
    private byte[] symbols = {};

    Groups(int bodyBytes) {
        JvmKernels.install();
        this.bodyBytes = bodyBytes;
        this.strips = Math.ceilDiv(bodyBytes, MOST_SYMBOL);
        this.symbolBytes = Math.ceilDiv(Math.ceilDiv(bodyBytes, strips), 8) * 8;
    }

    private int stripBytes(int strip) {
        return Math.min(symbolBytes, bodyBytes - strip * symbolBytes);
    }

    /// Makes `repairs` repair bodies of `members` bodies.
    void encode(MemorySegment bodies, int members, MemorySegment into, int repairs) {
        BlockShape shape = BlockShape.of(members, symbolBytes);
        source = source.length >= shape.bytes() ? source : new byte[(int) shape.bytes()];
        symbols = symbols.length >= repairs * symbolBytes ? symbols : new byte[repairs * symbolBytes];
        for (int strip = 0; strip < strips; strip++) {
            int length = stripBytes(strip);
            for (int i = 0; i < members; i++) {
                int at = i * symbolBytes;
                MemorySegment.copy(bodies, place(i, strip), MemorySegment.ofArray(source), at, length);
                Arrays.fill(source, at + length, at + symbolBytes, (byte) 0);
            }
            encoder.begin(shape, source, 0, (int) shape.bytes());
            encoder.repair(members, repairs, symbols, 0, symbolBytes);
            for (int i = 0; i < repairs; i++) {
                MemorySegment.copy(
                        MemorySegment.ofArray(symbols), (long) i * symbolBytes, into, place(i, strip), length);
            }
        }
    }

    /// Fills in the bodies of `members` that are not there.
    ///
    /// @param there   which are
    /// @param repairs repair bodies that are there, by their number among the repair bodies
    /// @return how many more bodies would be needed; 0: all is there now
    int decode(MemorySegment bodies, int members, boolean[] there, MemorySegment spare, int[] repairs) {
        BlockShape shape = BlockShape.of(members, symbolBytes);
        byte[] symbol = new byte[symbolBytes];
        for (int strip = 0; strip < strips; strip++) {
            int length = stripBytes(strip);
            decoder.begin(shape);
            for (int i = 0; i < members; i++) {
                if (there[i]) {
                    add(i, bodies, place(i, strip), symbol, length);
                }
            }
            for (int i = 0; i < repairs.length; i++) {
                add(members + repairs[i], spare, place(i, strip), symbol, length);
            }
            if (decoder.solve() instanceof Solution.NeedsMore more) {
                return more.atLeast();
            }
            for (int i = 0; i < members; i++) {
                if (!there[i] && decoder.source(i, symbol, 0)) {
                    MemorySegment.copy(MemorySegment.ofArray(symbol), 0, bodies, place(i, strip), length);
                }
            }
        }
        return 0;
    }

    private void add(int id, MemorySegment from, long at, byte[] symbol, int length) {
        Arrays.fill(symbol, length, symbolBytes, (byte) 0);
        MemorySegment.copy(from, at, MemorySegment.ofArray(symbol), 0, length);
        var unused = decoder.add(id, symbol, 0);
    }

    private long place(int body, int strip) {
        return (long) body * bodyBytes + (long) strip * symbolBytes;
    }
}
