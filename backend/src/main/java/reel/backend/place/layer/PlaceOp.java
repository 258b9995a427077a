package reel.backend.place.layer;

/// What can be asked of a place.
public enum PlaceOp {
    STAT,
    LIST,
    WALK,
    OPEN,
    READ,
    CREATE,
    WRITE,
    /// What an unfinished file has: what is stored of it and its bytes.
    LOOK_BACK,
    PUBLISH,
    MAKE_FOLDER,
    DELETE,
    MOVE,
    COPY,
    LINK,
    DIGEST,
    TOUCH,
    SYNC
}
