package reel.store.keys;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import reel.stream.Refused;

/// A public or private key as a word people can paste: a prefix, the key, its CRC32C, in hexadecimal digits.
final class KeyText {
    private static final int CRC_BYTES = 4;

    private KeyText() {}

    static String write(String prefix, byte[] key) {
        return prefix + HexFormat.of().formatHex(key) + HexFormat.of().toHexDigits(crc(key));
    }

    /// [Refused] unless it is what [#write] makes. The text is not repeated: it may be a secret.
    static byte[] read(String prefix, String text, String what) throws Refused {
        String word = text.strip();
        if (word.startsWith(prefix)) {
            String digits = word.substring(prefix.length());
            if (digits.length() == 2 * (X25519.KEY_BYTES + CRC_BYTES)
                    && digits.chars().allMatch(HexFormat::isHexDigit)) {
                byte[] bytes = HexFormat.of().parseHex(digits);
                byte[] key = Arrays.copyOf(bytes, X25519.KEY_BYTES);
                String crc = digits.substring(2 * X25519.KEY_BYTES);
                if (HexFormat.of().toHexDigits(crc(key)).equalsIgnoreCase(crc)) {
                    return key;
                }
            }
        }
        throw new Refused(
                what,
                "is not '" + prefix + "' and " + 2 * (X25519.KEY_BYTES + CRC_BYTES) + " digits with the right checksum",
                "Copy it whole, as `reel key generate` wrote it.");
    }

    private static int crc(byte[] key) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        return (int) crc.getValue();
    }
}
