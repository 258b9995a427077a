package reel.video.robust;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import reel.stream.Corrupt;
import reel.video.ffmpeg.Ffmpeg;
import reel.video.ffmpeg.FrameWriter;
import reel.video.h264.CosineFormat;
import reel.video.h264.CosinePictures;
import reel.video.mp4.FileWriter;
import reel.video.mp4.SampleTable;
import reel.video.work.FileBytes;

/// Where films of blocks are made and joined.
sealed interface Studio extends BlockFilms.Joiner {
    Film begin(Path file) throws IOException;

    /// ffmpeg, with any of its encoders.
    record OfFfmpeg(Ffmpeg ffmpeg, Layout layout, EncodeSettings settings) implements Studio {
        @Override
        public Film begin(Path file) throws IOException {
            return new DrawnFilm(
                    FrameWriter.open(ffmpeg, layout.shape(), settings.framesPerSecond(), settings.encoding(), file));
        }

        @Override
        public void join(List<Path> films, Path work, Path file) throws IOException {
            BlockFilms.joiner(ffmpeg).join(films, work, file);
        }
    }

    /// Patterns as H.264, without any program.
    record OfPatterns(Layout layout, int framesPerSecond) implements Studio {
        @Override
        public Film begin(Path file) throws IOException {
            return PatternFilm.begin(layout, framesPerSecond, file);
        }

        /// Copies the pictures of all films, each a length and a unit, behind each other.
        @Override
        public void join(List<Path> films, Path work, Path file) throws IOException {
            long[][] starts = new long[films.size()][];
            long pictures = 0;
            for (int i = 0; i < starts.length; i++) {
                starts[i] = starts(films.get(i));
                pictures += starts[i].length;
            }
            CosineFormat format = PatternFilm.format(layout, framesPerSecond);
            int most = CosinePictures.mostBytes(format);
            MemorySegment room = MemorySegment.ofArray(new byte[most]);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                FileWriter writer = FileWriter.open(channel, PatternFilm.track(format), pictures + pictures / 16);
                for (int i = 0; i < starts.length; i++) {
                    try (FileBytes film = FileBytes.open(films.get(i))) {
                        for (long start : starts[i]) {
                            copy(film, start, room, writer, films.get(i));
                        }
                    }
                }
                writer.end();
            }
        }

        private static long[] starts(Path path) throws IOException {
            try (FileBytes film = FileBytes.open(path)) {
                long[] starts = SampleTable.starts(film);
                if (starts == null) {
                    throw damaged(path, -1);
                }
                return starts;
            }
        }

        private static void copy(FileBytes film, long start, MemorySegment room, FileWriter writer, Path path)
                throws IOException {
            byte[] length = new byte[Integer.BYTES];
            film.read(start, MemorySegment.ofArray(length));
            long bytes = ByteBuffer.wrap(length).getInt() + (long) length.length;
            if (bytes <= length.length || bytes > room.byteSize() || bytes > film.size() - start) {
                throw damaged(path, start);
            }
            MemorySegment picture = room.asSlice(0, bytes);
            film.read(start, picture);
            if (CosinePictures.isFlat(picture)) {
                writer.picture(picture);
            } else {
                writer.dependent(picture);
            }
        }

        private static Corrupt damaged(Path film, long at) {
            return new Corrupt(
                    film.toString(),
                    at,
                    "the pictures that an encode left there",
                    "something else",
                    "Delete it, then encode again.",
                    null);
        }
    }
}
