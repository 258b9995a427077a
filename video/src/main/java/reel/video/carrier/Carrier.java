package reel.video.carrier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a payload into the frames of a video, and out again. Stateless; one object serves all calls.
///
/// Interruption is cancellation: a call ends with an [java.io.InterruptedIOException], its processes killed. Whatever
/// it wrote lies in places that it was given and that its caller removes.
public interface Carrier {
    Set<Preset> presets();

    /// Writes a whole video of `payload`. The same payload and options give the same bytes.
    void encode(PayloadSource payload, VideoTarget target, VideoOptions options, VideoListener listener)
            throws IOException;

    /// A quick look at a file: what it is if this carrier made it, null if not. Reads a few frames at most, never
    /// fails because of what the file contains.
    ///
    /// @param video a regular file
    @Nullable
    Sighting look(Path video, VideoOptions options) throws IOException;

    /// Opens a video that [#look] knew. Beyond what the carrier can bring back it is
    /// [reel.stream.Corrupt] that says how much is missing, never wrong bytes.
    ///
    /// @param spool room for a payload whose frames do not give it at any offset
    CarriedPayload open(Path video, Spool spool, VideoOptions options, VideoListener listener) throws IOException;
}
