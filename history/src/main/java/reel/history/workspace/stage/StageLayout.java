package reel.history.workspace.stage;

/// Offsets of docs/format/stage.md.
final class StageLayout {
    /// `reelstag`, little-endian.
    static final long MAGIC = 0x676174736c656572L;
    /// `gats`, little-endian.
    static final int END_MAGIC = 0x73746167;

    static final int VERSION = 1;
    static final int MAX_RECORDS = 1 << 24;

    static final int HEADER_BYTES = 128;
    static final int AT_VERSION = 8;
    static final int AT_COUNT = 12;
    static final int AT_HEAP_BYTES = 16;
    static final int AT_FLAGS = 20;
    static final int AT_WRITTEN = 24;
    static final int AT_TREE = 32;
    static final int FLAG_TREE_KNOWN = 1;
    static final int FLAG_MERGING = 2;

    static final int RECORD_BYTES = 96;
    static final int PATH = 0;
    static final int PATH_LENGTH = 4;
    static final int KIND = 6;
    static final int FLAGS = 7;
    static final int CONTENT_SIZE = 8;
    static final int CONTENT_HASH = 16;
    static final int EXTRA = 48;
    static final int EXTRA_LENGTH = 52;
    static final int TREE_MTIME = 56;
    static final int DISK_MTIME = 64;
    static final int DISK_CTIME = 72;
    static final int DISK_INODE = 80;
    static final int DISK_SIZE = 88;

    static final int TRAILER_BYTES = 8;

    static final byte KIND_FILE = 1;
    static final byte KIND_LINK = 2;
    static final byte KIND_FOLDER = 3;

    static final int EXECUTABLE = 1;
    static final int RACY = 2;
    static final int STAT_UNKNOWN = 4;
    static final int CONFLICT = 8;

    private StageLayout() {}
}
