package reel.stream.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The official test vectors: inputs are bytes 0 to 250 over and over, outputs are extended output of 131 bytes.
final class Vectors {
    static final byte[] KEY = "whats the Elvish word for friend".getBytes(StandardCharsets.US_ASCII);
    static final String CONTEXT = "BLAKE3 2019-12-27 16:29:52 test vectors context";

    record Case(int length, String hash, String keyed, String derived) {
        byte[] input() {
            return Vectors.input(length);
        }
    }

    static final List<Case> CASES = read();

    private Vectors() {}

    static byte[] input(int length) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }
        return input;
    }

    private static List<Case> read() {
        Pattern pattern =
                Pattern.compile("\"input_len\": (\\d+),\\s*\"hash\": \"(\\w+)\",\\s*\"keyed_hash\": \"(\\w+)\","
                        + "\\s*\"derive_key\": \"(\\w+)\"");
        try (InputStream in = Vectors.class.getResourceAsStream("/blake3/test_vectors.json")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases = new ArrayList<>();
            for (Matcher m = pattern.matcher(text); m.find(); ) {
                cases.add(new Case(Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.group(4)));
            }
            if (cases.size() != 35) {
                throw new IllegalStateException("35 cases expected, " + cases.size() + " read");
            }
            return List.copyOf(cases);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
