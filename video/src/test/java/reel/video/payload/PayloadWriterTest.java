package reel.video.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.box.KeyCost;
import reel.stream.box.Keyring;
import reel.stream.hash.Blake3;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class PayloadWriterTest {
    private static final Keyring NO_KEYS = Keyring.of(null, KeyCost.LEAST);

    @TempDir
    Path folder;

    private Path gathered() {
        return folder.resolve("payload");
    }

    private PayloadWriter writer(Path... sources) throws IOException {
        return new PayloadWriter(Origins.of(List.of(sources)), 3, NO_KEYS, gathered());
    }

    private byte[] content(int entry, int size) throws IOException {
        byte[] content = new byte[size];
        try (PayloadWriter writer = writer(folder.resolve("a"), folder.resolve("b"))) {
            PayloadReader.open(writer.gather(), NO_KEYS, "payload").read(entry, 0, MemorySegment.ofArray(content));
        }
        return content;
    }

    @Test
    void gather_afterAnEarlierRun_keepsItsPayloadAndTellsAll(RandomGenerator random) throws IOException {
        byte[] a = Data.NOISE.bytes(random, 3_000_000);
        byte[] b = Data.TEXT.bytes(random, 5_000);
        Path fileA = Files.write(folder.resolve("a"), a);
        Path fileB = Files.write(folder.resolve("b"), b);
        try (PayloadWriter earlier = writer(fileA, fileB)) {
            assertThat(earlier.gather().size()).isPositive();
        }
        Object before = Files.readAttributes(gathered(), "unix:ino,ctime");

        try (PayloadWriter again = writer(fileA, fileB)) {
            assertThat(again.gather().size()).isEqualTo(Files.size(gathered()));
            assertThat(again.hashes()).containsExactly(Blake3.hash(a), Blake3.hash(b));
            assertThat(again.readBytes()).isEqualTo(a.length + b.length);
        }

        assertThat(Files.readAttributes(gathered(), "unix:ino,ctime")).isEqualTo(before);
    }

    @Test
    void gather_ofAFileChangedSinceWithoutATrace_takesItAsItIsNow(RandomGenerator random) throws IOException {
        Path file = Files.write(folder.resolve("a"), Data.NOISE.bytes(random, 100_000));
        Files.write(folder.resolve("b"), new byte[10]);
        try (PayloadWriter earlier = writer(file, folder.resolve("b"))) {
            assertThat(earlier.gather().size()).isPositive();
        }
        byte[] changed = Data.NOISE.bytes(random, 100_000);
        FileTime time = Files.getLastModifiedTime(file);
        Files.write(file, changed);
        Files.setLastModifiedTime(file, time);

        assertThat(content(0, changed.length)).isEqualTo(changed);
    }

    @Test
    void gather_whereTheEarlierPayloadIsBroken_beginsAnew(RandomGenerator random) throws IOException {
        byte[] a = Data.NOISE.bytes(random, 100_000);
        Path file = Files.write(folder.resolve("a"), a);
        Files.write(folder.resolve("b"), new byte[10]);
        try (PayloadWriter earlier = writer(file, folder.resolve("b"))) {
            assertThat(earlier.gather().size()).isPositive();
        }
        Files.write(gathered(), new byte[100]);

        assertThat(content(0, a.length)).isEqualTo(a);
    }
}
