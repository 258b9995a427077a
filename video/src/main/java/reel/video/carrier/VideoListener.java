package reel.video.carrier;

/// Hears how far an encode or decode is. Called from any thread, often; answers fast.
public interface VideoListener {
    /// @param progress replaces all earlier ones
    void progress(VideoProgress progress);

    /// Something that the user should know and that is no failure: frames that were healed.
    void note(String message);

    /// Something that the user must know though what was asked for is done: not all of the file was read.
    default void warning(String message) {
        note(message);
    }

    VideoListener NONE = new VideoListener() {
        @Override
        public void progress(VideoProgress progress) {}

        @Override
        public void note(String message) {}
    };
}
