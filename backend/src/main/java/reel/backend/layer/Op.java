package reel.backend.layer;

/// What can be asked of a backend; what meters count by.
public enum Op {
    STAT,
    LIST,
    READ,
    WRITE,
    CREATE,
    DELETE,
    REPLACE,
    SPOOL,
    APPEND,
    PUBLISH,
    MAP,
    LOCK
}
