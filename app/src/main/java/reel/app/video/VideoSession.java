package reel.app.video;

import java.io.IOException;
import java.nio.file.Path;
import reel.app.Caller;
import reel.app.Workspace;
import reel.app.settings.MemoryProfile;
import reel.app.settings.Settings;
import reel.app.transfer.TransferSecret;
import reel.stream.box.Secret;
import reel.video.DecodeJob;
import reel.video.DecodeReport;
import reel.video.EncodeReport;
import reel.video.VideoCodec;
import reel.video.VideoInfo;
import reel.video.VideoSink;
import reel.video.VideoSource;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;

/// Encodes and decodes for a command. It needs no workspace, but obeys the settings of the one around.
public final class VideoSession {
    private final Caller caller;
    private final VideoCodec codec;
    private final long memoryBytes;

    private VideoSession(Caller caller, VideoCodec codec, long memoryBytes) {
        this.caller = caller;
        this.codec = codec;
        this.memoryBytes = memoryBytes;
    }

    public static VideoSession open(Caller caller) throws IOException {
        Path root = Workspace.find(caller.folder());
        Settings settings =
                Settings.load(caller.environment(), caller.home(), root == null ? null : Workspace.configFile(root));
        MemoryProfile memory = settings.memory(caller.memory());
        return new VideoSession(caller, VideoCodec.standard(), memory.bufferBytes());
    }

    /// @param encrypt under a passphrase that is asked for, or in the file that the environment names
    public EncodeReport encode(
            VideoSource source, VideoSink sink, VideoOptions options, boolean encrypt, VideoListener listener)
            throws IOException {
        VideoOptions bounded = options.withMemoryBytes(memoryBytes);
        if (!encrypt) {
            return codec.encode(source, sink, bounded, null, listener);
        }
        try (Secret secret = TransferSecret.fresh(caller.secrets())) {
            return codec.encode(source, sink, bounded, secret, listener);
        }
    }

    public DecodeReport decode(
            VideoSource video, VideoSink sink, DecodeJob job, VideoOptions options, VideoListener listener)
            throws IOException {
        return codec.decode(video, sink, job, options.withMemoryBytes(memoryBytes), this::known, listener);
    }

    /// @param ask whether to ask for the passphrase of an encrypted video
    public VideoInfo info(Path video, VideoOptions options, boolean ask, VideoListener listener) throws IOException {
        VideoOptions bounded = options.withMemoryBytes(memoryBytes);
        return codec.info(video, bounded, ask ? this::known : null, listener);
    }

    private Secret known() throws IOException {
        return TransferSecret.known(caller.secrets());
    }
}
