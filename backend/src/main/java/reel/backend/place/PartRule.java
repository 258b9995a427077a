package reel.backend.place;

import reel.stream.Refused;

/// How a place wants a file's bytes.
///
/// @param free     whether any bytes may be written at any offset (a disk, SFTP)
/// @param least    bytes of a part that is not the last
/// @param most     bytes of a part
/// @param count    the most parts of a file
/// @param multiple a part's size is a multiple of this
/// @param inOrder  whether parts must come one after the other (a plain HTTP upload)
/// @param whole    the most bytes of a file written as one part, which may be smaller than `least`
public record PartRule(boolean free, long least, long most, int count, long multiple, boolean inOrder, long whole) {
    /// Any bytes at any offset.
    public static final PartRule FREE =
            new PartRule(true, 1, Long.MAX_VALUE, Integer.MAX_VALUE, 1, false, Long.MAX_VALUE);

    /// The smallest allowed part of at least `wanted` bytes for a file of `size`.
    public long fit(long wanted, long size) {
        long needed = Math.max(Math.max(wanted, least), size < 0 ? 0 : Math.ceilDiv(size, (long) count));
        long rounded = Math.multiplyExact(Math.ceilDiv(needed, multiple), multiple);
        return Math.min(rounded, most);
    }

    /// [Refused] unless a file written as `request` says may be given `length` bytes at `offset` in one call.
    public void require(WriteRequest request, long offset, long length) throws Refused {
        long size = request.size();
        if (offset < 0 || size != Entry.UNKNOWN && length > size - offset) {
            throw new Refused(
                    request.path(), "bytes " + offset + " + " + length + " are past the end of a file of " + size);
        }
        if (free || offset == 0 && length == size && size <= whole) {
            return;
        }
        long part = request.partSize();
        boolean last = size == Entry.UNKNOWN ? length <= part : offset + length == size;
        if (part < least || part > most || part % multiple != 0) {
            throw new Refused(request.path(), "parts of " + part + " bytes cannot be here");
        }
        if (offset % part != 0 || length > part || length < part && !last) {
            throw new Refused(
                    request.path(), "bytes " + offset + " + " + length + " are no whole part of " + part + " bytes");
        }
    }
}
