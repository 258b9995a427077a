package reel.backend.place;

/// Digests that places know of their files, strongest first.
public enum DigestKind {
    BLAKE3(32),
    SHA512(64),
    SHA256(32),
    SHA1(20),
    MD5(16),
    CRC64NVME(8),
    CRC32C(4),
    CRC32(4);

    private final int bytes;

    DigestKind(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}
