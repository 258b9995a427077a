package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.chunk.ChunkProfile;
import reel.stream.chunk.ChunkSizes;

/// What a repository decided at birth and never changes: its id, its chunking, its pack size.
///
/// Stored as readable text in the object `format`; the layout is docs/format/repository.md.
///
/// @param id            32 hexadecimal digits, random; tells two repositories apart
/// @param chunking      how files are cut unless an attribute says otherwise
/// @param packBytes     a pack is closed when it has grown to this many bytes
/// @param encrypted     whether every object but this one, keys, locks and parity is encrypted
public record RepositoryFormat(String id, ChunkProfile chunking, int packBytes, boolean encrypted) {
    /// The newest version this program reads. Repositories without encryption are written as version 1.
    public static final int VERSION = 2;

    private static final int PLAIN_VERSION = 1;
    private static final String ENCRYPTION = "aes-256-gcm";

    /// One sync and one index row a pack: 64 MiB makes both negligible and is still quick to rewrite in gc.
    public static final int DEFAULT_PACK_BYTES = 64 << 20;

    /// Smallest and largest pack anybody may ask for. A pack is addressed by 32-bit lengths below its frames.
    public static final int MIN_PACK_BYTES = 64 << 10;

    public static final int MAX_PACK_BYTES = 512 << 20;

    /// Longest text a reader takes, so that a damaged object cannot make it allocate.
    public static final int MAX_TEXT_BYTES = 4096;

    private static final String MAGIC = "reel repository";
    private static final int ID_BYTES = 16;

    /// The last line.
    private static final Pattern END = Pattern.compile("\nchecksum = [0-9a-f]{8}\n\\z");

    public RepositoryFormat {
        if (id.length() != 2 * ID_BYTES || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("repository id " + id + ": need 32 hexadecimal digits");
        }
        if (packBytes < MIN_PACK_BYTES || packBytes > MAX_PACK_BYTES) {
            throw new IllegalArgumentException(
                    "pack size " + packBytes + ": need " + MIN_PACK_BYTES + " to " + MAX_PACK_BYTES + " bytes");
        }
    }

    /// Without encryption.
    public RepositoryFormat(String id, ChunkProfile chunking, int packBytes) {
        this(id, chunking, packBytes, false);
    }

    /// The same, encrypted.
    public RepositoryFormat asEncrypted() {
        return new RepositoryFormat(id, chunking, packBytes, true);
    }

    /// A new repository's format with a random id.
    public static RepositoryFormat fresh(ChunkProfile chunking) {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return new RepositoryFormat(HexFormat.of().formatHex(id), chunking, DEFAULT_PACK_BYTES);
    }

    /// The format of the repository on a backend; [Missing] where there is none.
    public static RepositoryFormat read(Backend backend) throws IOException {
        return decode(readText(backend), thing(backend));
    }

    /// The text as it stands there, unchecked but for its length.
    public static byte[] readText(Backend backend) throws IOException {
        long size;
        try {
            size = backend.stat(StoreNames.FORMAT).size();
        } catch (Missing absent) {
            throw new Missing(
                    thing(backend),
                    "is not there, so there is no repository, or it is damaged",
                    "Bring this one object back from a copy, or make a new repository with `reel init`.",
                    absent);
        }
        if (size > MAX_TEXT_BYTES) {
            throw new Corrupt(thing(backend), 0, "at most " + MAX_TEXT_BYTES + " bytes", size + " bytes");
        }
        byte[] text = new byte[(int) size];
        backend.read(StoreNames.FORMAT, 0, MemorySegment.ofArray(text));
        return text;
    }

    private static String thing(Backend backend) {
        return backend.traits().name() + "/" + StoreNames.FORMAT;
    }

    /// The text, in the order docs/format/repository.md gives.
    public byte[] encode() {
        ChunkSizes sizes = chunking.sizes();
        String text = MAGIC + "\nversion = " + (encrypted ? VERSION : PLAIN_VERSION) + "\nid = " + id
                + "\nhash = blake3\nchunker = "
                + chunking.algorithm().name().toLowerCase(Locale.ROOT) + "\nchunk_sizes = " + sizes.min() + "/"
                + sizes.avg() + "/" + sizes.max()
                + "\nnormalization = " + chunking.level() + "\npack_bytes = " + packBytes + "\n"
                + (encrypted ? "encryption = " + ENCRYPTION + "\n" : "");
        return (text + "checksum = " + checksum(text) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads the text back. A newer version is [Refused] before anything else is looked at but the magic line.
    public static RepositoryFormat decode(byte[] bytes, String thing) throws ReelException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String first = MAGIC + "\n";
        if (!text.startsWith(first)) {
            throw first.startsWith(text)
                    ? cut(thing, bytes.length)
                    : damaged(thing, 0, "the first line '" + MAGIC + "'", "something else");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : text.substring(MAGIC.length() + 1).split("\n", -1)) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        boolean whole = END.matcher(text).find();
        String told = fields.get("version");
        if (!whole && (told == null || told.isEmpty())) {
            throw cut(thing, bytes.length);
        }
        int version = number(told, "version", thing);
        if (version > VERSION) {
            throw new Refused(
                    thing,
                    "the repository has format version " + version + ", this program reads up to version " + VERSION,
                    "Install a newer reel; the repository is not touched by this one.");
        }
        if (!whole) {
            throw cut(thing, bytes.length);
        }
        int sum = text.lastIndexOf("checksum = ");
        String body = sum < 0 ? "" : text.substring(0, sum);
        if (!checksum(body).equals(fields.get("checksum"))) {
            throw damaged(thing, -1, "checksum " + checksum(body), "checksum " + fields.get("checksum"));
        }
        boolean encrypted = version > PLAIN_VERSION;
        String encryption = fields.get("encryption");
        if (!Objects.equals(encryption, encrypted ? ENCRYPTION : null)) {
            throw new Corrupt(
                    thing,
                    -1,
                    encrypted ? "encryption = " + ENCRYPTION : "no encryption in version " + version,
                    "encryption = " + encryption);
        }
        RepositoryFormat plain = parse(fields, thing);
        return encrypted ? plain.asEncrypted() : plain;
    }

    private static Corrupt cut(String thing, int bytes) {
        return damaged(
                thing,
                -1,
                "a text that ends with its checksum",
                bytes == 0 ? "an empty file" : "only " + bytes + " bytes of it");
    }

    private static Corrupt damaged(String thing, long offset, String expected, String found) {
        return new Corrupt(
                thing, offset, expected, found, "Bring this one object back from a copy of the repository.", null);
    }

    private static RepositoryFormat parse(Map<String, String> fields, String thing) throws ReelException {
        String hash = fields.get("hash");
        String id = fields.get("id");
        String chunker = fields.get("chunker");
        String sizes = fields.get("chunk_sizes");
        if (!"blake3".equals(hash) || id == null || chunker == null || sizes == null) {
            throw new Corrupt(thing, -1, "the fields id, hash = blake3, chunker and chunk_sizes", fields.toString());
        }
        String[] parts = sizes.split("/", -1);
        if (parts.length != 3) {
            throw new Corrupt(thing, -1, "chunk_sizes = min/avg/max", sizes);
        }
        try {
            ChunkSizes cut = new ChunkSizes(
                    number(parts[0], "chunk_sizes", thing),
                    number(parts[1], "chunk_sizes", thing),
                    number(parts[2], "chunk_sizes", thing));
            int normalization = number(fields.get("normalization"), "normalization", thing);
            int packBytes = number(fields.get("pack_bytes"), "pack_bytes", thing);
            return new RepositoryFormat(id, new ChunkProfile(algorithm(chunker), cut, normalization), packBytes);
        } catch (IllegalArgumentException impossible) {
            throw new Corrupt(thing, -1, "settings within their limits", String.valueOf(impossible.getMessage()));
        }
    }

    private static ChunkProfile.Algorithm algorithm(String chunker) {
        for (ChunkProfile.Algorithm known : ChunkProfile.Algorithm.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(chunker)) {
                return known;
            }
        }
        throw new IllegalArgumentException("chunker " + chunker);
    }

    private static int number(@Nullable String text, String field, String thing) throws Corrupt {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            throw new Corrupt(thing, -1, "a number for " + field, String.valueOf(text));
        }
        return Integer.parseInt(text);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
