package reel.video.archive;

/// How a payload lies in frames: each slice is a header and a body; in the first body of a frame the frame's note comes
/// before the data. A frame's bodies lie in memory one behind the other, so its data is one run behind the note.
///
/// @param slices   of a frame
/// @param columns  macroblocks of a row
/// @param sliceMbs macroblocks of a slice
record SliceLayout(int slices, int columns, int sliceMbs) {
    /// Samples of a macroblock: 256 luma, 64 and 64 chroma.
    static final int MB_BYTES = 384;

    /// Level 5.2 has no larger picture.
    static final int MOST_MBS = 36_864;

    static final int MOST_SLICES = 63;
    static final int MOST_COLUMNS = 255;

    int width() {
        return 16 * columns;
    }

    int height() {
        return 16 * sliceMbs * slices / columns;
    }

    /// What a slice carries behind its header.
    int bodyBytes() {
        return sliceMbs * MB_BYTES - SliceHeader.BYTES;
    }

    /// All bodies of a frame.
    int frameBodyBytes() {
        return slices * bodyBytes();
    }

    /// What a frame carries of the payload.
    int frameBytes() {
        return frameBodyBytes() - FrameNote.BYTES;
    }

    /// A slice's samples as they lie in its NAL unit when nothing is escaped.
    long sliceUnitBytes() {
        return sliceMbs * (MB_BYTES + 2L);
    }

    /// Frames for a payload; none for an empty one.
    long frames(long payloadBytes) {
        return Math.ceilDiv(payloadBytes, (long) frameBytes());
    }

    /// What a frame carries of a payload of this length.
    int data(long frame, long payloadBytes) {
        return (int) Math.clamp(payloadBytes - frame * frameBytes(), 0, frameBytes());
    }

    /// Slices of a frame that carries so much.
    int filledSlices(int data) {
        return Math.ceilDiv(FrameNote.BYTES + data, bodyBytes());
    }

    /// Slices with data of a payload, which has at least a byte.
    long dataSlices(long payloadBytes) {
        long frames = frames(payloadBytes);
        return (frames - 1) * slices + filledSlices(data(frames - 1, payloadBytes));
    }
}
