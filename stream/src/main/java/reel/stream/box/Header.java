package reel.stream.box;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// The first bytes of a container: how its frames are made, and what its key is made from.
record Header(
        boolean compressed,
        boolean encrypted,
        boolean digested,
        KeyCost cost,
        byte[] salt,
        byte[] fileSalt,
        byte[] check) {
    static final byte[] MAGIC = "REELBOX1".getBytes(StandardCharsets.US_ASCII);

    static final int SALT_BYTES = 16;
    static final int CHECK_BYTES = 16;

    /// What the key check covers: everything before it.
    static final int KEYED_BYTES = 72;

    private static final int VERSION = 1;
    private static final int FILE_SALT_BYTES = 32;
    private static final int SUMMED_BYTES = 88;
    private static final int COMPRESSED = 1;
    private static final int ENCRYPTED = 2;
    private static final int UNDIGESTED = 4;

    static Header of(
            boolean compressed, boolean encrypted, boolean digested, KeyCost cost, byte[] salt, SecureRandom random) {
        byte[] fileSalt = new byte[FILE_SALT_BYTES];
        if (encrypted) {
            random.nextBytes(fileSalt);
        }
        return new Header(compressed, encrypted, digested, cost, salt, fileSalt, new byte[CHECK_BYTES]);
    }

    Header checkedBy(byte[] proof) {
        return new Header(compressed, encrypted, digested, cost, salt, fileSalt, Arrays.copyOf(proof, CHECK_BYTES));
    }

    byte[] bytes() {
        ByteBuffer into = ByteBuffer.allocate(Shape.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        into.put(MAGIC).putShort((short) VERSION);
        into.put((byte) ((compressed ? COMPRESSED : 0) | (encrypted ? ENCRYPTED : 0) | (digested ? 0 : UNDIGESTED)));
        into.put((byte) Shape.FRAME_LOG);
        into.putInt(encrypted ? cost.memoryKib() : 0);
        into.putInt(encrypted ? cost.iterations() : 0);
        into.putInt(encrypted ? cost.lanes() : 0);
        into.put(salt).put(fileSalt).put(check);
        CRC32C sum = new CRC32C();
        sum.update(into.array(), 0, SUMMED_BYTES);
        into.putInt((int) sum.getValue());
        return into.array();
    }

    /// @param thing the container, for messages
    static Header read(byte[] bytes, String thing) throws Corrupt, Refused {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        from.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Refused(thing, "is no container", "Copy it as it is, without bringing it back.");
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, SUMMED_BYTES);
        if (from.getInt(SUMMED_BYTES) != (int) sum.getValue()) {
            throw Damage.of(thing, 0, "a header with its check sum", "another");
        }
        int version = from.getShort();
        if (version != VERSION) {
            throw new Refused(thing, "is a container of version " + version, "Use a newer reel.");
        }
        int flags = from.get();
        int log = from.get();
        int memoryKib = from.getInt();
        int iterations = from.getInt();
        int lanes = from.getInt();
        boolean encrypted = (flags & ENCRYPTED) != 0;
        if (flags < 0
                || flags > (COMPRESSED | ENCRYPTED | UNDIGESTED)
                || log != Shape.FRAME_LOG
                || from.getInt(92) != 0) {
            throw new Refused(thing, "is a container with features of a newer version", "Use a newer reel.");
        }
        KeyCost cost = KeyCost.DEFAULT;
        if (encrypted) {
            if (!KeyCost.usable(memoryKib, iterations, lanes)) {
                throw Damage.of(thing, 12, "a cost within bounds", memoryKib + " KiB, " + iterations + " passes");
            }
            cost = new KeyCost(memoryKib, iterations, lanes);
        }
        byte[] salt = new byte[SALT_BYTES];
        byte[] fileSalt = new byte[FILE_SALT_BYTES];
        byte[] check = new byte[CHECK_BYTES];
        from.get(salt).get(fileSalt).get(check);
        return new Header((flags & COMPRESSED) != 0, encrypted, (flags & UNDIGESTED) == 0, cost, salt, fileSalt, check);
    }
}
