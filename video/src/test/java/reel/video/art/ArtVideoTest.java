package reel.video.art;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Corrupt;
import reel.stream.RandomReader;
import reel.stream.Refused;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.video.carrier.CarriedPayload;
import reel.video.carrier.PayloadSource;
import reel.video.carrier.Preset;
import reel.video.carrier.Sighting;
import reel.video.carrier.Spool;
import reel.video.carrier.VideoListener;
import reel.video.carrier.VideoOptions;
import reel.video.carrier.VideoTarget;
import reel.video.ffmpeg.FfmpegFinder;

@Seeded
@NeedsProgram("ffmpeg")
final class ArtVideoTest {
    private static final VideoOptions SMALL = VideoOptions.of(Preset.ART).withSize(480, 272);

    @TempDir(factory = RamFolder.class)
    Path temp;

    private final ArtCarrier carrier = new ArtCarrier(FfmpegFinder.ofProcess(), 8);

    @Test
    void payload_comesBack_fromTheFilmAndFromOneOfAReencode(RandomGenerator random) throws IOException {
        byte[] payload = Data.NOISE.bytes(random, 5_000);
        Path film = encode(payload, SMALL, "film.mp4");
        Path again = reencode(film, "20");

        assertThat(decode(film)).isEqualTo(payload);
        assertThat(decode(again)).isEqualTo(payload);
        Sighting seen = Objects.requireNonNull(carrier.look(again, SMALL));
        assertThat(seen.preset()).isEqualTo(Preset.ART);
        assertThat(seen.payloadBytes()).isEqualTo(payload.length);
    }

    @Test
    void samePayload_givesTheSameFilm(RandomGenerator random) throws IOException {
        byte[] payload = Data.TEXT.bytes(random, 700);

        assertThat(encode(payload, SMALL, "a.mp4")).hasSameBinaryContentAs(encode(payload, SMALL, "b.mp4"));
    }

    @Test
    void singleByte_comesBack() throws IOException {
        byte[] payload = {42};

        assertThat(decode(encode(payload, SMALL, "one.mp4"))).isEqualTo(payload);
    }

    @Test
    void filmWorseThanItCanBear_isToldClearly(RandomGenerator random) throws IOException {
        byte[] payload = Data.NOISE.bytes(random, 6_000);
        Path bad = reencode(encode(payload, SMALL, "film.mp4"), "33");
        if (carrier.look(bad, SMALL) == null) {
            assertThatThrownBy(() -> decode(bad)).isInstanceOf(Refused.class).hasMessageContaining("no film");
        } else {
            assertThatThrownBy(() -> decode(bad)).isInstanceOf(Corrupt.class).hasMessageContaining("codewords");
        }
    }

    @Test
    void otherVideo_isNoneOfOurs() throws IOException {
        Path other = temp.resolve("other.mp4");
        run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc=s=480x272:d=1", other.toString()));

        assertThat(carrier.look(other, SMALL)).isNull();
        assertThatThrownBy(() -> decode(other)).isInstanceOf(Refused.class);
    }

    @Test
    void oddSize_isRefused() {
        assertThatThrownBy(() -> encode(new byte[9], SMALL.withSize(100, 100), "x.mp4"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("multiples of 8");
        assertThatThrownBy(() -> encode(new byte[9], SMALL.withEncoder("vp9"), "y.mp4"))
                .isInstanceOf(Refused.class);
    }

    private Path encode(byte[] payload, VideoOptions options, String name) throws IOException {
        Path work = Files.createDirectory(temp.resolve(name + ".work"));
        Path file = work.resolve(name);
        RandomReader reader = RandomReader.of(MemorySegment.ofArray(payload));
        PayloadSource source = new PayloadSource() {
            @Override
            public long mostBytes() {
                return payload.length;
            }

            @Override
            public void writeTo(Output out) throws IOException {
                out.accept(MemorySegment.ofArray(payload));
            }

            @Override
            public RandomReader gather() {
                return reader;
            }
        };
        carrier.encode(source, new VideoTarget.ToFile(work, file), options, VideoListener.NONE);
        return file;
    }

    private byte[] decode(Path film) throws IOException {
        try (CarriedPayload payload = carrier.open(film, new MemorySpool(), SMALL, VideoListener.NONE)) {
            byte[] bytes = new byte[(int) payload.size()];
            payload.read(0, MemorySegment.ofArray(bytes));
            return bytes;
        }
    }

    private Path reencode(Path film, String crf) throws IOException {
        Path again = temp.resolve("again-" + crf + ".mp4");
        List<String> command = new ArrayList<>(List.of("-v", "error", "-i", film.toString()));
        command.addAll(List.of("-c:v", "libx264", "-preset", "medium", "-crf", crf, again.toString()));
        run(command);
        return again;
    }

    private static void run(List<String> arguments) throws IOException {
        String unused = FfmpegFinder.ofProcess().find(null).run("test", arguments);
    }

    /// Room in memory.
    private static final class MemorySpool implements Spool {
        @Override
        public Path file() {
            throw new UnsupportedOperationException("only in memory");
        }

        @Override
        public Room room(long bytes) {
            MemorySegment all = MemorySegment.ofArray(new byte[(int) bytes]);
            RandomReader reader = RandomReader.of(all);
            return new Room() {
                @Override
                public synchronized void write(long offset, MemorySegment from) {
                    MemorySegment.copy(from, 0, all, offset, from.byteSize());
                }

                @Override
                public long size() {
                    return bytes;
                }

                @Override
                public void read(long offset, MemorySegment into) throws IOException {
                    reader.read(offset, into);
                }
            };
        }
    }
}
