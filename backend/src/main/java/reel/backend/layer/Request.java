package reel.backend.layer;

/// One call on its way inward.
///
/// @param thing the handle, prefix or spool's name
/// @param bytes that the call moves; 0 where it moves none or they are not known
/// @param total length of the object when the call is done, for calls that write
record Request(Op op, String thing, long bytes, long total) {
    static Request of(Op op, Object thing) {
        return new Request(op, thing.toString(), 0, 0);
    }

    static Request of(Op op, Object thing, long bytes) {
        return new Request(op, thing.toString(), bytes, bytes);
    }
}
