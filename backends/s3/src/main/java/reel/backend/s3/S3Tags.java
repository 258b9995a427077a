package reel.backend.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ETags of objects made of parts: the MD5 of the parts' MD5s, and their count.
final class S3Tags {
    private S3Tags() {}

    /// Null where the parts' own tags are no MD5s.
    static @Nullable String ofParts(List<String> tags) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (String tag : tags) {
                String bare = tag.replace("\"", "");
                if (!bare.matches("[0-9a-fA-F]{32}")) {
                    return null;
                }
                digest.update(HexFormat.of().parseHex(bare));
            }
            return HexFormat.of().formatHex(digest.digest()) + "-" + tags.size();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no MD5", impossible);
        }
    }
}
