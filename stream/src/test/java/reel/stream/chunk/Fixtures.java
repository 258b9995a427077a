package reel.stream.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Inputs and small loops that the chunk tests share.
final class Fixtures {
    /// Replay another run with `-Dreel.seed=…`.
    static final long SEED = Long.getLong("reel.seed", 20_260_101);

    private Fixtures() {}

    static byte[] akashita() {
        try {
            return Files.readAllBytes(Path.of("..", "fixtures", "fastcdc", "SekienAkashita.jpg"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// `openssl enc -aes-256-ctr -K 00…01 -iv 0 -nosalt -in /dev/zero | head -c …`, off the heap.
    static MemorySegment aesCounterStream(int length) {
        try {
            byte[] key = new byte[32];
            key[31] = 1;
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            MemorySegment stream = Arena.ofAuto().allocate(length);
            byte[] zeros = new byte[1 << 16];
            for (int at = 0; at < length; at += zeros.length) {
                int step = Math.min(zeros.length, length - at);
                MemorySegment.copy(MemorySegment.ofArray(cipher.update(zeros)), 0, stream, at, step);
            }
            return stream;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// The chunk lengths of data that lies in memory whole.
    static List<Integer> lengths(Chunker chunker, MemorySegment data) {
        List<Integer> lengths = new ArrayList<>();
        for (long at = 0; at < data.byteSize(); ) {
            int length = chunker.next(data, at, data.byteSize(), true);
            lengths.add(length);
            at += length;
        }
        return lengths;
    }

    static List<Integer> lengths(Chunker chunker, byte[] data) {
        return lengths(chunker, MemorySegment.ofArray(data));
    }

    /// The chunk lengths of data seen through windows of a few bytes more each time, as a pipeline reads a file.
    static List<Integer> lengthsThroughWindows(HintedChunker chunker, MemorySegment data, Random random) {
        List<Integer> lengths = new ArrayList<>();
        long start = 0;
        long end = 0;
        while (start < data.byteSize()) {
            if (end == start) {
                end += 1
                        + random.nextLong(Math.min(
                                data.byteSize() - end, 3L * chunker.sizes().max()));
            }
            // A window of its own, not at its start, so that nothing beyond it can be looked at.
            MemorySegment window = MemorySegment.ofArray(new byte[(int) (end - start) + 5]);
            MemorySegment.copy(data, start, window, 5, end - start);
            int length = chunker.next(window, 5, window.byteSize(), end == data.byteSize(), start);
            if (length == Chunker.NEED_MORE) {
                end += 1
                        + random.nextLong(
                                Math.min(data.byteSize() - end, chunker.sizes().max()));
            } else {
                lengths.add(length);
                start += length;
            }
        }
        return lengths;
    }
}
