package reel.backend.place;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a [MemoryPlace] pretends to be.
///
/// @param parts    as in [PlaceTraits], like all that have a name from there
/// @param versions whether each content has a version of its own
/// @param meta     whether mode, owner and attributes are kept
public record MemoryShape(
        PartRule parts,
        boolean ranges,
        boolean folders,
        boolean versions,
        boolean meta,
        @Nullable Duration timeStep,
        Set<DigestKind> digests,
        NameRules names) {
    private static final int OBJECT_KEY_BYTES = 1024;

    /// A disk of this machine's kind.
    public static final MemoryShape DISK = new MemoryShape(
            PartRule.FREE, true, true, false, true, Duration.ofNanos(1), Set.of(DigestKind.BLAKE3), NameRules.POSIX);

    /// An object store: no folders, no times, versions; parts of at least 64 KiB, which keeps tests small.
    public static final MemoryShape BUCKET = new MemoryShape(
            new PartRule(false, 64 << 10, 1 << 30, 10_000, 1, false, 1 << 30),
            true,
            false,
            true,
            false,
            null,
            Set.of(DigestKind.MD5, DigestKind.CRC64NVME),
            new NameRules(false, "", false, OBJECT_KEY_BYTES, OBJECT_KEY_BYTES));

    /// A plain web server: parts in order, whole files only, times of a second, names that fold case.
    public static final MemoryShape PLAIN = new MemoryShape(
            new PartRule(false, 1, Long.MAX_VALUE, Integer.MAX_VALUE, 1, true, Long.MAX_VALUE),
            false,
            true,
            false,
            false,
            Duration.ofSeconds(1),
            Set.of(),
            NameRules.WINDOWS);
}
