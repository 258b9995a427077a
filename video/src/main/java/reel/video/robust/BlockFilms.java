package reel.video.robust;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.video.carrier.Preset;
import reel.video.carrier.VideoTarget;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.work.WorkFolder;

/// A video made block by block: each source block of the payload is a film of its own first, then all are joined
/// without encoding anything again. A block's film that is there already, from an encode that was killed, is used as
/// it is.
public final class BlockFilms {
    private final Joiner joiner;
    private final RandomReader payload;
    private final BlockPlan plan;
    private final int settings;

    /// @param settings a hash of what else decides how a block looks: films of another are not used
    public BlockFilms(Ffmpeg ffmpeg, RandomReader payload, BlockPlan plan, int settings) {
        this(joiner(ffmpeg), payload, plan, settings);
    }

    BlockFilms(Joiner joiner, RandomReader payload, BlockPlan plan, int settings) {
        this.joiner = joiner;
        this.payload = payload;
        this.plan = plan;
        this.settings = settings;
    }

    /// A source block.
    ///
    /// @param bytes  of all its symbols; behind the payload's end zeros
    /// @param check  CRC32C of the payload's bytes in it
    /// @param stream says of which payload it is
    @SuppressWarnings("ArrayRecordComponent")
    public record Block(int number, byte[] bytes, int check, int stream) {}

    /// Joins films.
    @FunctionalInterface
    interface Joiner {
        /// @param work for files of its own
        /// @param file replaced if it exists
        void join(List<Path> films, Path work, Path file) throws IOException;
    }

    /// Encodes blocks.
    public interface Camera {
        /// @param file does not exist yet
        void film(Block block, Path file) throws IOException;

        /// The film of a block is there, whoever made it.
        void filmed(int block);
    }

    /// [Refused] where a payload is more than headers of frames can say.
    public static void checkSize(RandomReader payload, Preset preset) throws Refused {
        if (payload.size() > FrameHeader.MOST_PAYLOAD_BYTES) {
            throw new Refused(
                    "a payload of " + payload.size() + " bytes",
                    "is more than preset " + preset.word() + " carries in one video, 1 TiB",
                    "Use preset archive, or several videos.");
        }
    }

    /// Makes the whole video where it is wanted.
    public void make(VideoTarget target, Camera camera) throws IOException {
        switch (target) {
            case VideoTarget.ToFile to -> make(to.work(), to.file(), camera);
            case VideoTarget.ToStream to -> {
                Path whole = to.work().resolve("whole.mp4");
                make(to.work(), whole, camera);
                long copied = Files.copy(whole, to.stream());
                to.stream().flush();
                assert copied > 0;
            }
        }
    }

    private void make(Path work, Path file, Camera camera) throws IOException {
        List<Path> films = new ArrayList<>();
        int stream = 0;
        for (int number = 0; number < plan.blocks(); number++) {
            byte[] bytes = new byte[plan.symbols(number) * plan.symbolBytes()];
            int length = plan.bytes(number);
            payload.read(plan.offset(number), MemorySegment.ofArray(bytes).asSlice(0, length));
            int check = crc(bytes, length);
            if (number == 0) {
                stream = Long.hashCode(payload.size()) * 31 + check;
            }
            Path film = work.resolve(
                    String.format(Locale.ROOT, "block-%06d-%08x-%08x.mp4", number, check, settings * 31 + stream));
            if (!Files.exists(film)) {
                Path unfinished = work.resolve("unfinished.mp4");
                camera.film(new Block(number, bytes, check, stream), unfinished);
                WorkFolder.publish(unfinished, film, true);
            }
            films.add(film);
            camera.filmed(number);
        }
        joiner.join(films, work, file);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    static Joiner joiner(Ffmpeg ffmpeg) {
        return (films, work, file) -> {
            StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
            for (Path film : films) {
                text.append("file '").append(film.getFileName()).append("'\n");
            }
            Path list = work.resolve("parts.txt");
            Files.writeString(list, text, StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-y", "-f", "concat"));
            command.addAll(List.of("-auto_convert", "0", "-i", "file:" + list, "-map", "0:v:0", "-c", "copy"));
            command.addAll(List.of("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "file:" + file));
            String unused = ffmpeg.run(file.toString(), command);
        };
    }
}
