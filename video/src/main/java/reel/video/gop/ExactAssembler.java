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
import reel.media.isobmff.Unreadable;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Joins exact segments: the recipe's `moov` says again where every sample lay, and each stream's segments are
/// read on where the last span left off. Every segment's hash is compared, all that are damaged or missing are
/// named, and nothing is published unless the film's own hash is right. Used once, by one thread.
final class ExactAssembler {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path folder;
    private final GopProgress progress;
    private MemorySegment buffer = MemorySegment.NULL;
    private final List<String> damaged = new ArrayList<>();

    ExactAssembler(Path folder, GopProgress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /// Writes the film.
    AssembleReport assemble(Path target) throws IOException {
        Recipe recipe = recipe();
        requireSegments(recipe);
        progress.begin(recipe.fileBytes());
        try (Draft draft = Draft.of(target, "")) {
            Hash hash;
            try (FileChannel out = draft.create()) {
                hash = join(recipe, out);
            }
            if (!damaged.isEmpty()) {
                throw damagedSegments();
            }
            if (!hash.equals(recipe.fileHash())) {
                throw new Corrupt(
                        folder.toString(),
                        -1,
                        "a film whose hash is " + recipe.fileHash().brief(16),
                        hash.brief(16),
                        "Every segment is as it was written: the recipe was not. Bring the folder back.",
                        null);
            }
            draft.publish();
            return new AssembleReport(recipe.fileBytes(), recipe.segments(), true, List.of());
        } catch (IOException failure) {
            throw Draft.told(target, failure);
        }
    }

    /// The hash of the film that the segments give, without writing it.
    Hash check() throws IOException {
        Recipe recipe = recipe();
        requireSegments(recipe);
        Hash hash = join(recipe, null);
        if (!damaged.isEmpty()) {
            throw damagedSegments();
        }
        return hash;
    }

    private Recipe recipe() throws IOException {
        Path where = folder.resolve(Recipe.FILE);
        if (!Files.isRegularFile(where)) {
            throw new Missing(
                    folder.toString(), "has no " + Recipe.FILE, "Name a folder that `segment --exact` has written.");
        }
        long size = Files.size(where);
        if (size > Recipe.MOST_BYTES) {
            throw new Corrupt(
                    where.toString(),
                    -1,
                    "at most " + Recipe.MOST_BYTES + " bytes",
                    size + "",
                    "Bring the folder back from where it was kept.",
                    null);
        }
        return Recipe.parse(where.toString(), Files.readAllBytes(where));
    }

    /// What is missing or too short or long is told before anything is written.
    private void requireSegments(Recipe recipe) throws IOException {
        List<String> missing = new ArrayList<>();
        for (Recipe.SegmentStream stream : recipe.streams()) {
            for (int i = 0; i < stream.segments().size(); i++) {
                Path file = folder.resolve(stream.file(i));
                if (!Files.isRegularFile(file)) {
                    missing.add(stream.file(i));
                } else if (Files.size(file) != stream.segments().get(i).bytes()) {
                    damaged.add(stream.file(i));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new Missing(
                    folder.toString(),
                    count(missing.size()) + " missing: " + some(missing)
                            + (damaged.isEmpty() ? "" : "; and damaged: " + some(damaged)),
                    "Bring them back from where the folder was kept; the film is whole only with all of them.");
        }
        if (!damaged.isEmpty()) {
            throw damagedSegments();
        }
    }

    private Corrupt damagedSegments() {
        return new Corrupt(
                folder.toString(),
                -1,
                "segments as they were written",
                count(damaged.size()) + " damaged: " + some(damaged),
                "Bring them back from where the folder was kept; the film is whole only with all of them.",
                null);
    }

    private static String count(int number) {
        return number == 1 ? "1 segment" : number + " segments";
    }

    private static String some(List<String> names) {
        int shown = Math.min(10, names.size());
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    private Hash join(Recipe recipe, @Nullable FileChannel out) throws IOException {
        Skeleton skeleton = skeleton(recipe);
        buffer = MemorySegment.ofArray(new byte[(int) Math.min(BUFFER_BYTES, recipe.fileBytes())]);
        Blake3 whole = Blake3.hasher();
        List<Reading> readings = new ArrayList<>();
        for (Recipe.SegmentStream stream : recipe.streams()) {
            readings.add(new Reading(stream));
        }
        try {
            for (Span span : skeleton.spans()) {
                for (long done = 0; done < span.length(); ) {
                    MemorySegment piece;
                    if (span.stream() == Span.SKELETON) {
                        piece = MemorySegment.ofArray(skeleton.moov());
                    } else {
                        piece = readings.get(span.stream()).next(span.length() - done);
                    }
                    whole.update(piece, 0, piece.byteSize());
                    if (out != null) {
                        ByteBuffer bytes = piece.asByteBuffer();
                        while (bytes.hasRemaining()) {
                            out.write(bytes);
                        }
                    }
                    progress.advance(piece.byteSize());
                    done += piece.byteSize();
                }
            }
        } finally {
            for (Reading reading : readings) {
                reading.close();
            }
        }
        return whole.digest();
    }

    /// The spans, which must take exactly what the segments hold.
    private Skeleton skeleton(Recipe recipe) throws IOException {
        Skeleton skeleton;
        try {
            skeleton = recipe.moov().length == 0
                    ? Skeleton.ofPieces(recipe.fileBytes())
                    : Skeleton.ofRecipe(recipe.fileBytes(), recipe.moovOffset(), recipe.moov());
        } catch (Unreadable never) {
            throw otherRecipe("a moov box that can be read", never.why());
        }
        long[] needed = new long[skeleton.streams().size()];
        for (Span span : skeleton.spans()) {
            if (span.stream() != Span.SKELETON) {
                needed[span.stream()] += span.length();
            }
        }
        if (needed.length != recipe.streams().size()) {
            throw otherRecipe(needed.length + " streams", recipe.streams().size() + "");
        }
        for (int i = 0; i < needed.length; i++) {
            long held = recipe.streams().get(i).bytes();
            if (held != needed[i]) {
                throw otherRecipe(needed[i] + " bytes in stream " + i, held + "");
            }
        }
        return skeleton;
    }

    private Corrupt otherRecipe(String expected, String actual) {
        return new Corrupt(
                folder.resolve(Recipe.FILE).toString(),
                -1,
                expected,
                actual,
                "Bring the folder back from where it was kept.",
                null);
    }

    /// A stream and how far it was read.
    private final class Reading {
        private final Recipe.SegmentStream stream;
        private int index;
        private long left;
        private @Nullable FileChannel channel;
        private Blake3 hasher = Blake3.hasher();

        Reading(Recipe.SegmentStream stream) {
            this.stream = stream;
        }

        /// At least one of the next `most` bytes.
        MemorySegment next(long most) throws IOException {
            FileChannel from = channel;
            if (from == null) {
                from = FileChannel.open(folder.resolve(stream.file(index)), StandardOpenOption.READ);
                channel = from;
                hasher = Blake3.hasher();
                left = stream.segments().get(index).bytes();
            }
            MemorySegment piece = buffer.asSlice(0, Math.min(Math.min(most, left), buffer.byteSize()));
            ByteBuffer into = piece.asByteBuffer();
            while (into.hasRemaining()) {
                if (from.read(into) < 0) {
                    throw new Corrupt(
                            folder.resolve(stream.file(index)).toString(),
                            -1,
                            stream.segments().get(index).bytes() + " bytes",
                            "fewer",
                            "Bring it back from where the folder was kept.",
                            null);
                }
            }
            hasher.update(piece, 0, piece.byteSize());
            left -= piece.byteSize();
            if (left == 0) {
                close();
                if (!hasher.digest().equals(stream.segments().get(index).hash())) {
                    damaged.add(stream.file(index));
                }
                index++;
            }
            return piece;
        }

        void close() throws IOException {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        }
    }
}
