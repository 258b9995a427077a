package reel.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import reel.stream.Missing;
import reel.stream.box.Keyring;
import reel.video.carrier.Carrier;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoTarget;
import reel.video.payload.Origin;
import reel.video.payload.Origins;
import reel.video.payload.PayloadWriter;
import reel.video.work.DiskFailure;
import reel.video.work.WorkFolder;

/// One encode: its work folder, its payload, its end.
record Encode(
        Carrier carrier,
        Origins origins,
        Keyring keys,
        boolean encrypted,
        VideoOptions options,
        VideoListener listener) {
    EncodeReport toFile(Path target, boolean replace) throws IOException {
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Missing(String.valueOf(folder), "is no folder", "Make it, or write elsewhere.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && (!replace || Files.isDirectory(target) || !WorkFolder.mayBeReplaced(target))) {
            throw WorkFolder.inTheWay(target);
        }
        try (WorkFolder work = WorkFolder.open(target, plan());
                PayloadWriter payload = payload(work)) {
            Path video = work.path().resolve("video");
            Files.deleteIfExists(video);
            try {
                carrier.encode(payload, new VideoTarget.ToFile(work.path(), video), options, listener);
            } catch (IOException failure) {
                throw DiskFailure.writing(target.toString(), failure);
            }
            long bytes = Files.size(video);
            WorkFolder.publish(video, target, replace);
            return report(payload, bytes);
        }
    }

    EncodeReport toStream(OutputStream stream) throws IOException {
        try (WorkFolder work = WorkFolder.temporary();
                PayloadWriter payload = payload(work)) {
            if (options.preset() == Preset.ARCHIVE && options.parityPercent() > 0) {
                Path video = work.path().resolve("video");
                carrier.encode(payload, new VideoTarget.ToFile(work.path(), video), options, listener);
                Files.copy(video, stream);
            } else {
                carrier.encode(payload, new VideoTarget.ToStream(work.path(), stream), options, listener);
            }
            stream.flush();
            return report(payload, -1);
        }
    }

    private PayloadWriter payload(WorkFolder work) throws IOException {
        return new PayloadWriter(origins, options.level(), keys, work.path().resolve("payload"));
    }

    /// What and how, as far as it decides the video: an interrupted encode goes on by the same plan only.
    private String plan() {
        if (options.preset() == Preset.ARCHIVE || encrypted) {
            return "";
        }
        StringBuilder plan = new StringBuilder(options.toString()).append('\n');
        for (Origin origin : origins.found()) {
            if (origin.entry().size() < 0) {
                return "";
            }
            plan.append(origin.name()).append(' ').append(origin.entry()).append('\n');
        }
        return plan.toString();
    }

    private EncodeReport report(PayloadWriter payload, long videoBytes) {
        return new EncodeReport(
                options.preset(),
                encrypted,
                payload.catalog().entries(),
                payload.hashes(),
                payload.readBytes(),
                videoBytes,
                origins.skipped());
    }
}
