package reel.backend.place.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import reel.backend.place.DigestKind;
import reel.backend.place.NameRules;
import reel.backend.place.PartRule;
import reel.backend.place.PlaceTraits;

/// What the disk below a folder can hold, found out once.
final class LocalTraits {
    private static final int MOST_PATH_BYTES = 4095;
    private static final int LEAST_PATH_BYTES = 255;

    private LocalTraits() {}

    static PlaceTraits of(LocalPlace place, Path root) {
        String type = type(root);
        return new PlaceTraits(
                root.toString(),
                PartRule.FREE,
                true,
                true,
                true,
                timeStep(type),
                EnumSet.allOf(DigestKind.class),
                names(root, type),
                1,
                place::disk,
                place::move,
                null,
                place::link,
                place::digest,
                null,
                place::touch,
                place::sync);
    }

    /// The file system's name in lower case; empty where it is not known.
    private static String type(Path root) {
        for (Path at = root; at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                try {
                    return Files.getFileStore(at).type().toLowerCase(Locale.ROOT);
                } catch (IOException unknown) {
                    return "";
                }
            }
        }
        return "";
    }

    private static Duration timeStep(String type) {
        return switch (type) {
            case "vfat", "msdos", "fat", "fat32" -> Duration.ofSeconds(2);
            case "ext2", "ext3", "hfs", "hfsplus" -> Duration.ofSeconds(1);
            case "exfat" -> Duration.ofMillis(10);
            case "ntfs", "ntfs3", "fuseblk", "cifs", "smb3", "smbfs" -> Duration.ofNanos(100);
            default -> LocalStat.UNIX ? Duration.ofNanos(1) : Duration.ofNanos(100);
        };
    }

    private static NameRules names(Path root, String type) {
        boolean windows = switch (type) {
            case "vfat", "msdos", "fat", "fat32", "exfat", "ntfs", "ntfs3", "cifs", "smb3", "smbfs" -> true;
            default -> !LocalStat.UNIX;
        };
        NameRules rules = windows ? NameRules.WINDOWS : NameRules.POSIX;
        int above = root.toString().getBytes(StandardCharsets.UTF_8).length + 1;
        int pathBytes = windows ? rules.pathBytes() : Math.max(LEAST_PATH_BYTES, MOST_PATH_BYTES - above);
        return new NameRules(
                CaseProbe.folds(root), rules.forbidden(), rules.windows(), rules.segmentBytes(), pathBytes);
    }
}
