package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reel.backend.Source;

/// What the contract suites of places share: opening, writing and reading small files.
public abstract class PlaceFixture {
    protected Place place = MemoryPlace.create();

    /// A place whose tree is empty or does not exist yet, a new one for each test; closed after the test.
    protected abstract Place open() throws IOException;

    /// The tree of the last [#open] through another instance, as another process would see it; the test closes it.
    protected abstract Place openAgain() throws IOException;

    @BeforeEach
    void openPlace() throws IOException {
        place = open();
    }

    @AfterEach
    void closePlace() throws IOException {
        place.close();
    }

    /// Makes a file without testing how; by writing through the place where the suite has no other way to put one
    /// there.
    protected void put(String path, byte[] bytes) throws IOException {
        write(place, path, bytes, null);
    }

    protected void put(String path, String text) throws IOException {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    protected PlaceTraits traits() {
        return place.traits();
    }

    /// The size of the parts that tests write: as small as the place takes.
    protected int partBytes() {
        PartRule rule = traits().parts();
        return rule.free() ? 100_000 : Math.toIntExact(rule.fit(Math.max(rule.least(), 100_000), 1));
    }

    protected WriteRequest request(String path, long size) {
        return WriteRequest.replacing(path, size, partBytes());
    }

    /// Writes a whole file in order.
    protected Entry write(Place to, String path, byte[] bytes, @Nullable Instant modified) throws IOException {
        try (Writing writing = to.create(request(path, bytes.length))) {
            for (long offset : offsets(bytes.length)) {
                writing.write(offset, part(bytes, offset));
            }
            return writing.publish(modified, Meta.NONE, Map.of());
        }
    }

    /// Where the parts of a file begin. A file without bytes has none.
    protected List<Long> offsets(long size) {
        List<Long> offsets = new ArrayList<>();
        for (long at = 0; at < size; at += partBytes()) {
            offsets.add(at);
        }
        return offsets;
    }

    protected Source part(byte[] bytes, long offset) {
        int length = (int) Math.min(partBytes(), bytes.length - offset);
        return Source.of(MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    protected byte[] read(Place from, String path) throws IOException {
        try (Reading reading = from.open(from.stat(path))) {
            return range(reading, 0, reading.entry().size());
        }
    }

    protected String text(String path) throws IOException {
        return new String(read(place, path), StandardCharsets.UTF_8);
    }

    protected static byte[] range(Reading reading, long offset, long length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        reading.read(offset, length, piece -> {
            assertThat(piece.byteSize()).isLessThanOrEqualTo(Reading.Pieces.MOST_BYTES);
            all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE));
        });
        return all.toByteArray();
    }

    protected static Map<String, Entry> list(Place from, String folder) throws IOException {
        Map<String, Entry> found = new TreeMap<>();
        from.list(
                folder,
                entry -> assertThat(found.put(entry.path(), entry))
                        .as("told twice: " + entry.path())
                        .isNull());
        return found;
    }

    /// Every path below a folder, found folder by folder; a folder that is not there has none.
    protected static List<String> tree(Place from, String folder) throws IOException {
        List<String> paths = new ArrayList<>();
        try {
            for (Entry entry : list(from, folder).values()) {
                paths.add(entry.path());
                if (entry.isFolder()) {
                    paths.addAll(tree(from, entry.path()));
                }
            }
        } catch (reel.stream.Missing nothing) {
            assertThat(folder).as(nothing.getMessage()).isEmpty();
        }
        return paths;
    }

    protected static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Bytes of two parts and a half.
    protected byte[] severalParts(long seed) {
        return noise(partBytes() * 5 / 2, seed);
    }
}
