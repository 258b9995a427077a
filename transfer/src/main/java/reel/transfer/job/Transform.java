package reel.transfer.job;

import org.jspecify.annotations.Nullable;
import reel.stream.box.Containers;
import reel.stream.box.Secret;

/// What happens to a file's bytes on their way; the container is docs/format/transfer-container.md.
public sealed interface Transform {
    Transform NONE = new None();

    /// The bytes arrive as they are.
    record None() implements Transform {}

    /// Files arrive as containers, named as the source's file and [#suffix].
    ///
    /// @param level  zstd level, 1 to 19; 0 to store plain bytes
    /// @param secret encrypts them; null not to
    record Pack(int level, @Nullable Secret secret) implements Transform {
        public Pack {
            if (level < 0 || level > 19 || level == 0 && secret == null) {
                throw new IllegalArgumentException("a container of level " + level + " without a secret");
            }
        }

        /// Whether a container of `length` bytes of a file of `plain` is known to be encrypted where this encrypts; a
        /// compressed one has to be looked into.
        public boolean isProvenBy(long plain, long length) {
            return secret == null || plain >= 0 && length == Containers.encryptedBytes(plain);
        }
    }

    /// Containers are brought back to what they were made of, and their names lose [#suffix]; whatever else is at
    /// the source is a failure.
    ///
    /// @param secret of encrypted containers; null where there are none
    record Unpack(@Nullable Secret secret) implements Transform {}

    /// The end of a container's name.
    static String suffix() {
        return ".reelbox";
    }
}
