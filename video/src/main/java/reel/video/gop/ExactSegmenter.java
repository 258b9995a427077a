package reel.video.gop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.media.isobmff.Movie;
import reel.media.isobmff.Unreadable;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Cuts a film into segments from which every byte of it comes back: one pass in the file's order writes them
/// all, a second reads them back and compares the film's hash. Used once, by one thread.
final class ExactSegmenter {
    /// Where no sample needs another, a segment ends at the next place after so many bytes.
    static final long WANTED_BYTES = 1 << 20;

    /// And within a place after so many.
    static final long MOST_BYTES = 8 << 20;

    /// A group of pictures is one segment up to this length.
    static final long MOST_GROUP_BYTES = 64 << 20;

    /// A group of pictures smaller than a disk's block goes with the one before it.
    static final long LEAST_GROUP_BYTES = 4 << 10;

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path film;
    private final Path target;
    private final GopProgress progress;
    private MemorySegment buffer = MemorySegment.NULL;
    private final Blake3 whole = Blake3.hasher();

    ExactSegmenter(Path film, Path target, GopProgress progress) {
        this.film = film;
        this.target = target;
        this.progress = progress;
    }

    SegmentReport segment() throws IOException {
        try (Draft draft = Draft.of(target, "");
                FilmFile file = FilmFile.open(film)) {
            Files.createDirectory(draft.path());
            progress.begin(2 * file.size());
            String fallback = "";
            Skeleton skeleton;
            try {
                skeleton = Skeleton.of(Movie.read(file), file.size());
            } catch (Unreadable other) {
                fallback = other.why();
                skeleton = Skeleton.ofPieces(file.size());
            }
            Recipe recipe = write(file, skeleton, fallback, draft.path());
            Path where = draft.path().resolve(Recipe.FILE);
            writeDurably(where, ByteBuffer.wrap(recipe.bytes()));
            Hash again = new ExactAssembler(draft.path(), progress).check();
            if (!again.equals(recipe.fileHash())) {
                throw new Corrupt(
                        film.toString(),
                        -1,
                        "segments that give " + recipe.fileHash().brief(16),
                        again.brief(16),
                        "Nothing was left behind. Check that nobody writes to the film, and the disk.",
                        null);
            }
            draft.publish();
            return new SegmentReport(
                    file.size(), recipe.segments(), recipe.streams().size(), fallback, recipe.fileHash(), List.of());
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }

    private Recipe write(FilmFile file, Skeleton skeleton, String fallback, Path folder) throws IOException {
        buffer = MemorySegment.ofArray(new byte[(int) Math.min(BUFFER_BYTES, file.size())]);
        List<Writing> writings = new ArrayList<>();
        for (Skeleton.StreamOf stream : skeleton.streams()) {
            writings.add(new Writing(stream, folder));
        }
        Cuts cuts = new Cuts(skeleton.cuts());
        try {
            for (Span span : skeleton.spans()) {
                copy(file, span, cuts, span.stream() == Span.SKELETON ? null : writings.get(span.stream()));
            }
            List<Recipe.SegmentStream> streams = new ArrayList<>();
            for (Writing writing : writings) {
                writing.end();
                streams.add(new Recipe.SegmentStream(writing.stream.kind(), writing.stream.number(), writing.segments));
            }
            return new Recipe(
                    String.valueOf(film.getFileName()),
                    file.size(),
                    whole.digest(),
                    fallback,
                    skeleton.moovOffset(),
                    skeleton.moov(),
                    streams);
        } finally {
            for (Writing writing : writings) {
                writing.close();
            }
        }
    }

    private void copy(FilmFile file, Span span, Cuts cuts, @Nullable Writing to) throws IOException {
        long at = span.offset();
        if (to != null && !to.stream.atSyncOnly() && to.length >= WANTED_BYTES) {
            to.end();
        }
        while (at < span.end()) {
            long until = span.end();
            if (to != null) {
                if (to.stream.atSyncOnly()) {
                    if (cuts.isAt(at) && to.length >= LEAST_GROUP_BYTES) {
                        to.end();
                    }
                    until = Math.min(until, cuts.after(at));
                }
                if (to.length >= to.most()) {
                    to.end();
                }
                until = Math.min(until, at + to.most() - to.length);
            }
            MemorySegment piece = buffer.asSlice(0, Math.min(buffer.byteSize(), until - at));
            file.read(at, piece);
            whole.update(piece, 0, piece.byteSize());
            if (to != null) {
                to.write(piece);
            }
            progress.advance(piece.byteSize());
            at += piece.byteSize();
        }
    }

    private static void writeDurably(Path path, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Offsets of sync samples, asked for in increasing order but for a step back at a span's start.
    private static final class Cuts {
        private final long[] offsets;
        private int next;

        Cuts(long[] offsets) {
            this.offsets = offsets;
        }

        boolean isAt(long offset) {
            seek(offset);
            return next < offsets.length && offsets[next] == offset;
        }

        /// The first cut behind `offset`.
        long after(long offset) {
            seek(offset);
            int index = next < offsets.length && offsets[next] == offset ? next + 1 : next;
            return index < offsets.length ? offsets[index] : Long.MAX_VALUE;
        }

        private void seek(long offset) {
            while (next < offsets.length && offsets[next] < offset) {
                next++;
            }
        }
    }

    /// A stream and its segment under way.
    private static final class Writing {
        private final Skeleton.StreamOf stream;
        private final Path folder;
        private final List<Recipe.Segment> segments = new ArrayList<>();
        private @Nullable FileChannel channel;
        private Blake3 hasher = Blake3.hasher();
        private long length;

        Writing(Skeleton.StreamOf stream, Path folder) {
            this.stream = stream;
            this.folder = folder;
        }

        long most() {
            return stream.atSyncOnly() ? MOST_GROUP_BYTES : MOST_BYTES;
        }

        void write(MemorySegment piece) throws IOException {
            FileChannel to = channel;
            if (to == null) {
                String name = new Recipe.SegmentStream(stream.kind(), stream.number(), List.of()).file(segments.size());
                to = FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                channel = to;
                hasher = Blake3.hasher();
            }
            hasher.update(piece, 0, piece.byteSize());
            ByteBuffer bytes = piece.asByteBuffer();
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            length += piece.byteSize();
        }

        /// Ends the segment under way, if there is one.
        void end() throws IOException {
            FileChannel done = channel;
            if (done != null) {
                done.force(true);
                done.close();
                channel = null;
                segments.add(new Recipe.Segment(length, hasher.digest()));
                length = 0;
            }
        }

        void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
