package reel.stream.box;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.Locked;
import reel.stream.hash.Blake3;

/// The keys that a passphrase gives: hashing it is dear and done once for all containers of a transfer, which
/// share a salt. Thread-safe.
public final class Keyring {
    private static final String MASTER = "reel 2026 transfer container";
    private static final String CHECK = "reel 2026 transfer container check";

    /// More salts in one tree are somebody's trap: each costs a good part of a second.
    private static final int MOST_SALTS = 1024;

    private final @Nullable Secret secret;
    private final KeyCost cost;
    private final SecureRandom random = new SecureRandom();
    private final byte[] salt = new byte[Header.SALT_BYTES];
    private final Map<String, byte[]> masters = new HashMap<>();

    private Keyring(@Nullable Secret secret, KeyCost cost) {
        this.secret = secret;
        this.cost = cost;
        if (secret != null) {
            random.nextBytes(salt);
        }
    }

    /// @param secret null to seal without encryption and open only such containers
    public static Keyring of(@Nullable Secret secret, KeyCost cost) {
        return new Keyring(secret, cost);
    }

    /// The header of a new container.
    Header header(boolean compressed, boolean digested) {
        Header header = Header.of(compressed, secret != null, digested, cost, salt, random);
        return secret == null ? header : header.checkedBy(check(fileKey(header, secret)));
    }

    /// The key of one container; null where it is not encrypted. A passphrase that is wrong or lacks is [Locked].
    byte @Nullable [] key(Header header, String thing) throws Locked {
        if (!header.encrypted()) {
            return null;
        }
        if (secret == null) {
            throw new Locked(
                    thing, "is encrypted, and no passphrase is given", "Give the passphrase it was made with.");
        }
        byte[] key = fileKey(header, secret);
        if (!MessageDigest.isEqual(check(key), header.check())) {
            throw new Locked(thing, "is encrypted with another passphrase", "Give the passphrase it was made with.");
        }
        return key;
    }

    private byte[] fileKey(Header header, Secret known) {
        byte[] keyed = Arrays.copyOf(header.bytes(), Header.KEYED_BYTES);
        return Blake3.keyed(master(header, known)).update(keyed).digest().toBytes();
    }

    private synchronized byte[] master(Header header, Secret known) {
        String name = HexFormat.of().formatHex(header.salt()) + header.cost();
        byte[] master = masters.get(name);
        if (master == null) {
            if (masters.size() >= MOST_SALTS) {
                masters.clear();
            }
            byte[] hashed = header.cost().hash(known, header.salt());
            master = Blake3.derivingKey(MASTER).update(hashed).digest().toBytes();
            masters.put(name, master);
        }
        return master;
    }

    private static byte[] check(byte[] key) {
        byte[] whole = Blake3.derivingKey(CHECK).update(key).digest().toBytes();
        return Arrays.copyOf(whole, Header.CHECK_BYTES);
    }
}
