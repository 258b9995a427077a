package reel.stream.hash;

/// The constants of BLAKE3 (paper §2.1, tables 1 to 3).
final class Spec {
    /// Bytes of one leaf of the tree ("chunk" in the paper; here a chunk is what the chunker cuts).
    static final int LEAF_BYTES = 1024;

    /// Bytes of one message block.
    static final int BLOCK_BYTES = 64;

    static final int ROUNDS = 7;

    /// Words of a chaining value and of a key.
    static final int CV_WORDS = 8;

    /// A tree over 2^64 bytes has no more levels of 1 KiB leaves.
    static final int MAX_LEVELS = 54;

    static final int IV0 = 0x6A09E667;
    static final int IV1 = 0xBB67AE85;
    static final int IV2 = 0x3C6EF372;
    static final int IV3 = 0xA54FF53A;

    /// The key of an unkeyed hash.
    static final int[] IV = {IV0, IV1, IV2, IV3, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};

    static final int CHUNK_START = 1;
    static final int CHUNK_END = 1 << 1;
    static final int PARENT = 1 << 2;
    static final int ROOT = 1 << 3;
    static final int KEYED_HASH = 1 << 4;
    static final int DERIVE_KEY_CONTEXT = 1 << 5;
    static final int DERIVE_KEY_MATERIAL = 1 << 6;

    /// Which message word each step of each round adds, sixteen a round.
    static final int[] SCHEDULE = schedule();

    private Spec() {}

    private static int[] schedule() {
        int[] permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
        int[] schedule = new int[16 * ROUNDS];
        for (int i = 0; i < 16; i++) {
            schedule[i] = i;
        }
        for (int i = 16; i < schedule.length; i++) {
            schedule[i] = schedule[i - i % 16 - 16 + permutation[i % 16]];
        }
        return schedule;
    }
}
