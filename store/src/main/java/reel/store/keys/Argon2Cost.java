package reel.store.keys;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What one guess at a passphrase costs: Argon2id (RFC 9106), version 0x13.
///
/// @param memoryKib 8192 to 262144 @param iterations 1 to 16 @param lanes 1 to 8
public record Argon2Cost(int memoryKib, int iterations, int lanes) {
    /// RFC 9106's second choice but for its lanes: a good part of a second here, in memory every machine has.
    public static final Argon2Cost DEFAULT = new Argon2Cost(64 << 10, 3, 1);

    /// The least that is taken, for tests.
    public static final Argon2Cost LEAST = new Argon2Cost(8 << 10, 1, 1);

    static final int SALT_BYTES = 16;

    private static final int MAX_MEMORY_KIB = 256 << 10;
    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_LANES = 8;
    private static final long MAX_WORK_KIB = 1 << 20;
    private static final int OUT_BYTES = 32;

    public Argon2Cost {
        if (memoryKib < 8 << 10
                || memoryKib > MAX_MEMORY_KIB
                || iterations < 1
                || iterations > MAX_ITERATIONS
                || lanes < 1
                || lanes > MAX_LANES
                || (long) memoryKib * iterations > MAX_WORK_KIB) {
            throw new IllegalArgumentException(
                    "an Argon2id cost of " + memoryKib + " KiB, " + iterations + " passes, " + lanes + " lanes");
        }
    }

    byte[] hash(Passphrase passphrase, byte[] salt) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(Arrays.copyOf(salt, SALT_BYTES))
                .build());
        byte[] out = new byte[OUT_BYTES];
        argon2.generateBytes(passphrase.bytes(), out);
        return out;
    }
}
