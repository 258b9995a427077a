package reel.media.sniff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// What kind of TIFF (TIFF 6.0, BigTIFF) or camera raw built on it a file is, by its first directory.
final class TiffKinds {
    private static final MediaType TIFF = new MediaType("image/tiff", MediaType.Family.IMAGE, Compressibility.UNKNOWN);
    private static final MediaType DNG =
            new MediaType("image/x-adobe-dng", MediaType.Family.IMAGE, Compressibility.UNKNOWN);
    private static final MediaType CR2 =
            new MediaType("image/x-canon-cr2", MediaType.Family.IMAGE, Compressibility.NEVER);
    private static final MediaType ORF =
            new MediaType("image/x-olympus-orf", MediaType.Family.IMAGE, Compressibility.UNKNOWN);
    private static final MediaType RW2 =
            new MediaType("image/x-panasonic-rw2", MediaType.Family.IMAGE, Compressibility.UNKNOWN);

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int HEADER_BYTES = 16;
    private static final int ENTRY_BYTES = 12;

    /// DNGVersion: in every DNG's first directory, CinemaDNG frames included.
    private static final int DNG_VERSION_TAG = 50706;

    private TiffKinds() {}

    static @Nullable MediaType find(byte[] head) {
        if (head.length < HEADER_BYTES || head[0] != head[1] || head[0] != 'I' && head[0] != 'M') {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(head).order(head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int magic = bytes.getShort(2);
        return switch (magic) {
            case CLASSIC -> head[8] == 'C' && head[9] == 'R' ? CR2 : hasDngVersion(bytes) ? DNG : TIFF;
            case BIG -> TIFF;
            case 'R' << 8 | 'O', 'S' << 8 | 'R' -> ORF;
            case 'U' -> RW2;
            default -> null;
        };
    }

    private static boolean hasDngVersion(ByteBuffer bytes) {
        int directory = bytes.getInt(4);
        if (directory < 8 || directory > bytes.capacity() - 2) {
            return false;
        }
        int count = bytes.getShort(directory) & 0xffff;
        for (int entry = 0; entry < count; entry++) {
            int at = directory + 2 + entry * ENTRY_BYTES;
            if (at > bytes.capacity() - 2) {
                return false;
            }
            if ((bytes.getShort(at) & 0xffff) == DNG_VERSION_TAG) {
                return true;
            }
        }
        return false;
    }
}
