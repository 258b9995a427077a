package reel.app.demo;

/// Repeatable noise: the same seed and position give the same bits, in any order of asking.
final class Noise {
    private Noise() {}

    /// SplitMix64's finaliser (Steele, Lea, Flood 2014) over a counter.
    static long at(long seed, long position) {
        long z = seed + position * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// 0 to `bound - 1`.
    static int below(long seed, long position, int bound) {
        return (int) Long.remainderUnsigned(at(seed, position), bound);
    }

    static void fill(byte[] bytes, int offset, int length, long seed) {
        for (int i = 0; i < length; i += 8) {
            long word = at(seed, i);
            for (int j = i; j < Math.min(i + 8, length); j++) {
                bytes[offset + j] = (byte) word;
                word >>>= 8;
            }
        }
    }
}
