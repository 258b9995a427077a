package reel.backend.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.stream.Corrupt;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// The bytes of a small file between its only part and its publication, when one call sends them.
public final class Held implements AutoCloseable {
    private static final Source NOTHING = Source.of(new byte[0]);

    private final @Nullable Lease lease;
    private final Source bytes;

    private Held(@Nullable Lease lease, Source bytes) {
        this.lease = lease;
        this.bytes = bytes;
    }

    public static Held nothing() {
        return new Held(null, NOTHING);
    }

    /// A copy; null where the budget has no room for it now. It never waits: whoever calls holds the original.
    public static @Nullable Held copy(MemoryBudget memory, Source bytes) throws IOException {
        if (bytes.size() == 0) {
            return nothing();
        }
        if (bytes.size() > memory.limitBytes()) {
            return null;
        }
        @Nullable Lease lease = memory.tryLease(bytes.size());
        if (lease == null) {
            return null;
        }
        try {
            bytes.read(0, lease.segment());
            return new Held(lease, Source.of(lease.segment()));
        } catch (IOException | RuntimeException failure) {
            lease.close();
            throw failure;
        }
    }

    public Source bytes() {
        return bytes;
    }

    public String digest(DigestKind kind) {
        return Digester.of(kind, lease == null ? MemorySegment.ofArray(new byte[0]) : lease.segment());
    }

    /// That the bytes have all of these digests.
    public void check(String shown, Map<DigestKind, String> expected) throws Corrupt {
        for (Map.Entry<DigestKind, String> one : expected.entrySet()) {
            String actual = digest(one.getKey());
            if (!actual.equals(one.getValue().toLowerCase(Locale.ROOT))) {
                throw mismatch(shown, one.getKey(), one.getValue(), actual);
            }
        }
    }

    /// Bytes that are not those of a digest.
    public static Corrupt mismatch(String shown, DigestKind kind, String expected, String actual) {
        return new Corrupt(
                shown,
                -1,
                kind + " " + expected,
                actual,
                "The source changed or the bytes were damaged on the way; transfer it again.",
                null);
    }

    /// Hexadecimal as services write digests.
    public static String base64(String hex) {
        return java.util.Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /// A digest of `kind` in base 64 as hexadecimal; null where it is none.
    public static @Nullable String hex(DigestKind kind, @Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            byte[] bytes = java.util.Base64.getDecoder().decode(base64);
            return bytes.length == kind.bytes() ? HexFormat.of().formatHex(bytes) : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    /// Computes digests of bytes that are not copied.
    public static String digest(MemoryBudget memory, Source bytes, DigestKind kind) throws IOException {
        Digester digester = Digester.of(kind);
        @Nullable MemorySegment all = bytes.memory();
        if (all != null) {
            digester.update(all);
            return digester.hex();
        }
        try (Staging stage = Staging.of(memory, bytes.size())) {
            for (long at = 0; at < bytes.size(); ) {
                MemorySegment piece =
                        stage.segment().asSlice(0, Math.min(stage.segment().byteSize(), bytes.size() - at));
                bytes.read(at, piece);
                digester.update(piece);
                at += piece.byteSize();
            }
        }
        return digester.hex();
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
