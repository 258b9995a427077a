package reel.backend.s3;

import org.jspecify.annotations.Nullable;

/// An access key with its secret.
///
/// @param session of temporary ones
record Keypair(String id, String secret, @Nullable String session) {
    @Override
    public String toString() {
        return "access key " + id;
    }
}
