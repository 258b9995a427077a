package reel.video.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.Carrier;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.Preset;
import reel.video.carrier.Sighting;
import reel.video.carrier.Spool;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoTarget;
import reel.video.mp4.FileWriter;
import reel.video.mp4.FragmentWriter;
import reel.video.mp4.Track;
import reel.video.work.DiskFailure;
import reel.video.work.FileBytes;

/// The archive preset: standard H.264 whose pictures are the payload, at about the payload's size.
public final class ArchiveCarrier implements Carrier {
    /// How much of a transport stream a look takes.
    private static final int LOOKED_BYTES = 2 << 20;

    @Override
    public Set<Preset> presets() {
        return Set.of(Preset.ARCHIVE);
    }

    @Override
    public void encode(PayloadSource payload, VideoTarget target, VideoOptions options, VideoListener listener)
            throws IOException {
        Geometry geometry =
                options.width() == 0 ? Geometry.of(payload.mostBytes()) : chosen(options.width(), options.height());
        Track track = new Track(
                geometry.width(),
                geometry.height(),
                options.framesPerSecond() == 0 ? ParameterSets.FRAMES_PER_SECOND : options.framesPerSecond(),
                true,
                ParameterSets.sequence(geometry),
                ParameterSets.picture());
        double percent = Math.max(0, options.parityPercent());
        try (MemoryBudget budget = MemoryBudget.of(options.memoryBytes())) {
            switch (target) {
                case VideoTarget.ToStream(Path work, var stream) -> {
                    if (percent > 0) {
                        throw new IllegalArgumentException("parity needs a file");
                    }
                    var writer = FragmentWriter.open(Channels.newChannel(stream), track);
                    var unused = ArchiveEncoder.run(geometry, payload, writer, budget, listener);
                    writer.end();
                    stream.flush();
                }
                case VideoTarget.ToFile(Path work, Path file) -> {
                    try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        long frames = frames(geometry.layout(), payload.mostBytes(), percent);
                        FileWriter writer = FileWriter.open(channel, track, frames);
                        var encoded = ArchiveEncoder.run(geometry, payload, writer, budget, listener);
                        if (percent > 0) {
                            ParityWriter.run(geometry, encoded, channel, writer, work, budget, percent, listener);
                        }
                        writer.end();
                    }
                }
            }
        }
    }

    private static long frames(SliceLayout layout, long mostBytes, double percent) {
        if (mostBytes == Long.MAX_VALUE) {
            return -1;
        }
        long data = layout.frames(mostBytes);
        if (percent == 0) {
            return data;
        }
        Parity parity = Parity.of(layout, mostBytes, percent);
        return data + Math.ceilDiv(parity.repairSlices(), (long) layout.slices());
    }

    private static Geometry chosen(int width, int height) throws Refused {
        if (width % 16 != 0
                || height % 16 != 0
                || width < 64
                || height < 64
                || width > 4080
                || (long) width * height > 256L * SliceLayout.MOST_MBS) {
            throw new Refused(
                    width + "x" + height,
                    "is no size of frames that holds bytes",
                    "Choose multiples of 16 up to 4080x2304, or leave the choice to reel.");
        }
        int rows = height / 16;
        int slices = 1;
        for (int i = 2; i <= 8; i++) {
            slices = rows % i == 0 ? i : slices;
        }
        return new Geometry(width, height, slices);
    }

    @Override
    public @Nullable Sighting look(Path video, VideoOptions options) throws IOException {
        try (FileBytes file = FileBytes.open(video)) {
            TransportStream packets = TransportStream.of(file);
            RandomReader looked =
                    packets == null ? file : RandomReader.of(MemorySegment.ofArray(packets.beginning(LOOKED_BYTES)));
            SliceHeader first = FrameIndex.peek(looked);
            if (first == null) {
                return null;
            }
            FrameIndex index = FrameIndex.byTable(file);
            SliceLayout layout = first.layout();
            return index == null
                    ? new Sighting(Preset.ARCHIVE, layout.width(), layout.height(), -1, -1)
                    : new Sighting(
                            Preset.ARCHIVE, layout.width(), layout.height(), index.frames(), index.payloadBytes());
        }
    }

    @Override
    public CarriedPayload open(Path video, Spool spool, VideoOptions options, VideoListener listener)
            throws IOException {
        FileBytes file = FileBytes.open(video);
        boolean opened = false;
        try {
            TransportStream packets = TransportStream.of(file);
            if (packets != null) {
                Path taken = spool.file();
                try (FileChannel channel =
                        FileChannel.open(taken, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    packets.writeTo(file.size(), bytes -> write(channel, bytes.asByteBuffer(), taken));
                }
                file.close();
                file = FileBytes.open(taken);
            }
            FileBytes source = file;
            FrameIndex quick = FrameIndex.byTable(file);
            FrameIndex index = quick != null ? quick : FrameIndex.byScan(file);
            if (index == null) {
                throw new Refused(video.toString(), "holds no slices of an archive video", null);
            }
            if (index.isJoined()) {
                listener.warning(
                        video + ": another video of reel is joined to it, whose files are not brought back; cut "
                                + "them apart for that");
            }
            MemoryBudget budget = MemoryBudget.of(options.memoryBytes());
            CarriedPayload payload = ArchiveVideo.open(
                    video.toString(),
                    source,
                    () -> {
                        budget.close();
                        source.close();
                    },
                    index,
                    budget,
                    listener);
            opened = true;
            return payload;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, Path file) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw DiskFailure.writing(file.toString(), failure);
        }
    }

    /// What has just been written, to be read back.
    static FrameIndex fresh(Geometry geometry, ArchiveEncoder.Encoded encoded, long[] starts) {
        SliceLayout layout = geometry.layout();
        SliceHeader like = new SliceHeader(
                false,
                false,
                layout.slices(),
                layout.columns(),
                layout.sliceMbs(),
                encoded.builder().video(),
                0,
                1,
                0,
                0,
                0);
        return new FrameIndex(like, starts, Map.of(), null, encoded.payloadBytes(), false);
    }
}
