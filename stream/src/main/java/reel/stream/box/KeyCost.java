package reel.stream.box;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What one guess at a passphrase costs: Argon2id (RFC 9106), version 0x13.
public record KeyCost(int memoryKib, int iterations, int lanes) {
    /// A good part of a second, in memory every machine has.
    public static final KeyCost DEFAULT = new KeyCost(64 << 10, 3, 1);

    /// The least that is taken, for tests.
    public static final KeyCost LEAST = new KeyCost(8 << 10, 1, 1);

    private static final int MOST_MEMORY_KIB = 256 << 10;
    private static final int MOST_ITERATIONS = 16;
    private static final int MOST_LANES = 8;
    private static final long MOST_WORK_KIB = 1 << 20;
    private static final int KEY_BYTES = 32;

    public KeyCost {
        if (!usable(memoryKib, iterations, lanes)) {
            throw new IllegalArgumentException(memoryKib + " KiB, " + iterations + " passes, " + lanes + " lanes");
        }
    }

    /// Whether such a cost is neither worthless nor a trap.
    static boolean usable(int memoryKib, int iterations, int lanes) {
        return memoryKib >= 8 << 10
                && memoryKib <= MOST_MEMORY_KIB
                && iterations >= 1
                && iterations <= MOST_ITERATIONS
                && lanes >= 1
                && lanes <= MOST_LANES
                && (long) memoryKib * iterations <= MOST_WORK_KIB;
    }

    byte[] hash(Secret secret, byte[] salt) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        argon2.generateBytes(secret.bytes(), key);
        return key;
    }
}
