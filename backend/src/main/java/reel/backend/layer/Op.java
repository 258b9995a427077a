package reel.backend.layer;

/// What can be asked of a backend; what meters count by.
public enum Op {
    STAT,
    LIST,
    READ,
    WRITE,
    CREATE,
    DELETE,
    SPOOL,
    APPEND,
    PUBLISH,
    MAP,
    LOCK
}
