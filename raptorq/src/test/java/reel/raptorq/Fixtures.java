package reel.raptorq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import reel.raptorq.jvm.JvmKernels;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The numbers and packets in `fixtures/rfc6330`.
final class Fixtures {
    private Fixtures() {}

    static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("fixtures/rfc6330");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new AssertionError("no fixtures/rfc6330 above " + Path.of("").toAbsolutePath());
    }

    /// The lines of a table without its heading, cut at commas.
    static List<String[]> table(String name, int headings) {
        try {
            return Files.readAllLines(folder().resolve(name)).stream()
                    .skip(headings)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode vectors() {
        return JsonMapper.shared().readTree(folder().resolve("raptorq_vectors_public.json"));
    }

    /// The SplitMix64 stream of the vectors.
    static byte[] data(long seed, int length) {
        byte[] data = new byte[length];
        long state = seed;
        for (int i = 0; i < length; ) {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            for (int b = 0; b < 8 && i < length; b++) {
                data[i++] = (byte) (z >>> 8 * b);
            }
        }
        return data;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// Every set of kernels this machine has.
    static List<Kernels> kernels() {
        Kernels vector = JvmKernels.vector();
        return vector == null ? List.of(Installed.scalar()) : List.of(Installed.scalar(), vector);
    }
}
