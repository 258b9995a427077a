package reel.store.keys;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import reel.stream.Corrupt;

/// The fields of a key slot's text, in order, checked against its checksum.
final class SlotText {
    static final int MAX_BYTES = 4096;

    private static final String MAGIC = "reel key";

    private final String thing;
    private final Map<String, String> fields = new LinkedHashMap<>();

    SlotText(String thing) {
        this.thing = thing;
    }

    SlotText put(String name, String value) {
        fields.put(name, value);
        return this;
    }

    SlotText put(String name, byte[] value) {
        return put(name, HexFormat.of().formatHex(value));
    }

    /// All lines so far.
    byte[] bytes() {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        fields.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// All lines and the checksum.
    byte[] toBytes() {
        byte[] body = bytes();
        String sum = "checksum = " + checksum(body) + "\n";
        return (new String(body, StandardCharsets.UTF_8) + sum).getBytes(StandardCharsets.UTF_8);
    }

    static SlotText read(byte[] bytes, String thing) throws Corrupt {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int sum = text.lastIndexOf("checksum = ");
        if (!text.startsWith(MAGIC + "\n") || sum < 0) {
            throw new Corrupt(thing, 0, "a key slot", bytes.length + " other bytes");
        }
        String body = text.substring(0, sum);
        String expected = "checksum = " + checksum(body.getBytes(StandardCharsets.UTF_8)) + "\n";
        if (!text.substring(sum).equals(expected)) {
            throw new Corrupt(thing, sum, expected.strip(), "another");
        }
        SlotText slot = new SlotText(thing);
        for (String line : body.substring(MAGIC.length() + 1).split("\n")) {
            int equals = line.indexOf(" = ");
            if (equals <= 0 || slot.fields.put(line.substring(0, equals), line.substring(equals + 3)) != null) {
                throw new Corrupt(thing, -1, "one field a line", "another line");
            }
        }
        return slot;
    }

    String get(String name) throws Corrupt {
        String value = fields.get(name);
        if (value == null) {
            throw new Corrupt(thing, -1, "the field " + name, "none");
        }
        return value;
    }

    int number(String name) throws Corrupt {
        String value = get(name);
        if (!value.matches("[0-9]{1,9}")) {
            throw new Corrupt(thing, -1, "a number for " + name, "something else");
        }
        return Integer.parseInt(value);
    }

    byte[] hex(String name, int bytes) throws Corrupt {
        String value = get(name);
        if (value.length() != 2 * bytes || !value.chars().allMatch(HexFormat::isHexDigit)) {
            throw new Corrupt(thing, -1, 2 * bytes + " hexadecimal digits for " + name, "something else");
        }
        return HexFormat.of().parseHex(value);
    }

    private static String checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
