package reel.transfer.discover;

import org.jspecify.annotations.Nullable;
import reel.transfer.job.Transform;

/// What the files of one side are called: filters always see the source's names, comparisons the destination's.
enum Naming {
    /// Both sides have the same names.
    SAME,
    /// Files of the source that become containers.
    TO_PACK,
    /// Containers at the destination.
    PACKED,
    /// Containers at the source.
    TO_UNPACK,
    /// Files of the destination that were containers.
    UNPACKED;

    static Naming source(Transform transform) {
        return switch (transform) {
            case Transform.None none -> SAME;
            case Transform.Pack pack -> TO_PACK;
            case Transform.Unpack unpack -> TO_UNPACK;
        };
    }

    static Naming destination(Transform transform) {
        return switch (transform) {
            case Transform.None none -> SAME;
            case Transform.Pack pack -> PACKED;
            case Transform.Unpack unpack -> UNPACKED;
        };
    }

    /// The destination's name; null where there cannot be one.
    @Nullable
    String target(String path) {
        return switch (this) {
            case SAME, PACKED, UNPACKED -> path;
            case TO_PACK -> path + Transform.suffix();
            case TO_UNPACK -> path.endsWith(Transform.suffix()) ? stripped(path) : null;
        };
    }

    /// The source's name.
    String filtered(String path) {
        return switch (this) {
            case SAME, TO_PACK, TO_UNPACK -> path;
            case PACKED -> path.endsWith(Transform.suffix()) ? stripped(path) : path;
            case UNPACKED -> path + Transform.suffix();
        };
    }

    private static String stripped(String path) {
        return path.substring(0, path.length() - Transform.suffix().length());
    }
}
