package reel.media.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reel.media.cuts.Containers.box;
import static reel.media.cuts.Containers.concat;
import static reel.media.cuts.Containers.noise;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.RandomReader;
import reel.stream.chunk.ChunkSizes;
import reel.stream.chunk.Chunkers;
import reel.stream.chunk.CutHints;
import reel.stream.chunk.HintedChunker;

class MediaCutsTest {
    private static final long SEED = Long.getLong("reel.seed", 20_260_101);
    private static final byte[] PICTURE = noise(1, 300_000);

    @Test
    void cuts_ofPng_areTheEdgesOfItsPictureRun() {
        byte[] png = Containers.png("a comment", PICTURE, 7);
        int start = 8 + 25 + 12 + "a comment".length();
        int end = start + PICTURE.length + 12 * ((PICTURE.length + 8191) / 8192);
        assertThat(cuts(png)).containsExactly(start, end);
    }

    @Test
    void chunks_ofPngWithChangedMetadata_shareItsPicture() {
        byte[] before = Containers.png("short", PICTURE, 7);
        byte[] after = Containers.png("a rather longer comment than before", PICTURE, 7);
        long shared = sharedBytes(before, after, new MediaCuts());
        assertThat(shared).isGreaterThanOrEqualTo(PICTURE.length);
        assertThat(shared).isGreaterThan(sharedBytes(before, after, CutHints.NONE));
    }

    @Test
    void cuts_ofWav_areTheEdgesOfItsSamples() {
        byte[] wav = Containers.riff("WAVE", "fmt ", new byte[16], "data", PICTURE, "LIST", noise(2, 5001));
        int data = 12 + 24 + 8;
        int list = data + PICTURE.length;
        assertThat(cuts(wav)).containsExactly(data, list, list + 8, list + 8 + 5001);
    }

    @Test
    void cuts_ofRf64_readTheLongLength() {
        int data = 12 + 36 + 24 + 8;
        assertThat(cuts(Containers.rf64(PICTURE))).containsExactly(data);
    }

    @Test
    void cuts_ofAviInSeveralForms_areInAllOfThem() {
        byte[] avi = Containers.riff("AVI ", "LIST", noise(1, 90_000), "idx1", new byte[64]);
        byte[] more = Containers.riff("AVIX", "LIST", noise(2, 90_000));
        assertThat(cuts(concat(avi, more))).containsExactly(20, 90_020, avi.length + 20L);
    }

    @Test
    void cuts_ofMovie_areTheEdgesOfItsBoxes() {
        byte[] type = box("ftyp", new byte[24]);
        byte[] index = box("moov", noise(3, 20_000));
        assertThat(cuts(concat(type, box("mdat", PICTURE), index)))
                .containsExactly(40, 40 + PICTURE.length, 48 + PICTURE.length);
        assertThat(cuts(concat(type, index, Containers.longBox("mdat", PICTURE))))
                .containsExactly(40, 20_040, 20_056);
        assertThat(cuts(concat(type, index, Containers.lastBox("mdat", PICTURE))))
                .containsExactly(40, 20_040, 20_048);
    }

    @Test
    void chunks_ofMovieMadeFastToStart_shareItsSamples() {
        byte[] type = box("ftyp", new byte[24]);
        byte[] before = concat(type, box("mdat", PICTURE), box("moov", noise(3, 20_000)));
        byte[] after = concat(type, box("moov", noise(4, 20_000)), box("mdat", PICTURE));
        assertThat(sharedBytes(before, after, new MediaCuts())).isGreaterThanOrEqualTo(PICTURE.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cuts_ofPhotoshop_areTheEdgesOfLayersAndSections(boolean large) {
        byte[] first = noise(1, 50_000);
        byte[] second = noise(2, 60_000);
        byte[] file = Containers.photoshop(large, noise(3, 30_000), noise(4, 70_000), first, second);
        long merged = file.length - 70_000;
        long pixels = merged - 4 - 110_000;
        assertThat(cuts(file)).containsExactly(34, 30_034, pixels, pixels + 50_000, pixels + 110_000, merged);
    }

    @Test
    void chunks_ofPhotoshopWithAChangedLayer_shareTheOthers() {
        byte[] kept = noise(2, 60_000);
        byte[] before = Containers.photoshop(false, new byte[0], noise(4, 70_000), noise(1, 50_000), kept);
        byte[] after = Containers.photoshop(false, new byte[0], noise(5, 70_000), noise(6, 51_111), kept);
        assertThat(sharedBytes(before, after, new MediaCuts())).isGreaterThanOrEqualTo(kept.length);
    }

    @Test
    void chunks_ofZipWrittenAnew_shareAllPackedEntries() {
        byte[][] entries = {noise(1, 50_000), noise(2, 100), noise(3, 80_000), noise(4, 40_000)};
        byte[] before = Containers.zip(1_000_000_000_000L, entries);
        byte[] after = Containers.zip(1_700_000_000_000L, entries);
        assertThat(cuts(before)).hasSize(6);
        assertThat(sharedBytes(before, after, new MediaCuts())).isGreaterThanOrEqualTo(170_000);
    }

    @Test
    void cuts_ofZipWithManyEntries_keepTheLongest() {
        byte[][] entries = new byte[60][];
        Arrays.setAll(entries, i -> noise(i, i == 17 ? 90_000 : 5000));
        byte[] zip = Containers.zip(0, entries);
        long[] cuts = cuts(zip);
        assertThat(cuts.length).isEqualTo((int) (zip.length / Edges.BYTES_PER_EDGE));
        assertThat(sharedBytes(zip, concat(Containers.zip(9_000_000_000L, entries)), new MediaCuts()))
                .isGreaterThanOrEqualTo(90_000);
    }

    @Test
    void cuts_ofRealFiles_areWithinTheRules() throws Exception {
        int hinted = 0;
        for (byte[] file : samples()) {
            hinted += cuts(file).length > 0 ? 1 : 0;
        }
        assertThat(hinted).as("Photoshop and Resolve samples").isGreaterThanOrEqualTo(4);
    }

    @Test
    void cuts_ofSmallFile_areNoneAndNothingIsRead() throws Exception {
        RandomReader unreadable = reader(new byte[Edges.BYTES_PER_EDGE - 1], true);
        assertThat(new MediaCuts().cuts(unreadable, "a.png")).isEmpty();
    }

    @Test
    void cuts_ofTruncatedContainers_areNone() {
        for (byte[] file : madeContainers()) {
            for (int missing : new int[] {1, 10, 100, 5000}) {
                byte[] truncated = Arrays.copyOf(file, file.length - missing);
                boolean pictureOnly = file[1] == 'P' && missing < 4;
                if (!pictureOnly && !isPhotoshop(file)) {
                    assertThat(cuts(truncated)).as("%d bytes missing", missing).isEmpty();
                }
            }
        }
    }

    @Test
    void cuts_ofDamagedContainers_areWithinTheRules() throws Exception {
        Random random = new Random(SEED);
        List<byte[]> files = new ArrayList<>(madeContainers());
        files.addAll(samples());
        for (byte[] file : files) {
            for (int round = 0; round < 150; round++) {
                byte[] damaged =
                        random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
                for (int flips = random.nextInt(12); flips > 0 && damaged.length > 0; flips--) {
                    int at = random.nextBoolean()
                            ? random.nextInt(Math.min(damaged.length, 120))
                            : Math.max(0, damaged.length - 1 - random.nextInt(300));
                    damaged[at] = random.nextInt(3) == 0 ? -1 : (byte) random.nextInt();
                }
                cuts(damaged);
            }
        }
    }

    /// Skeletons that ask for endless or enormous work.
    @Test
    void cuts_ofHostileContainers_areNoneAfterBoundedReads() {
        byte[] boxes = new byte[4 << 20];
        ByteBuffer.wrap(boxes).putInt(8).put("ftyp".getBytes(StandardCharsets.US_ASCII));
        for (int at = 8; at < boxes.length; at += 8) {
            ByteBuffer.wrap(boxes).putInt(at, 8);
        }
        assertThat(cuts(boxes)).isEmpty();
        byte[] hugeBox = concat(box("ftyp", new byte[24]), new byte[] {0, 0, 0, 1}, new byte[40_000]);
        Arrays.fill(hugeBox, 40, 48, (byte) 0x7f);
        assertThat(cuts(hugeBox)).isEmpty();
        byte[] layers = Containers.photoshop(false, new byte[0], new byte[40_000], new byte[5000]);
        layers[34 + 8] = 0x7f;
        assertThat(cuts(layers)).isEmpty();
        byte[] zip = Containers.zip(0, noise(1, 50_000), noise(2, 50_000));
        // The second entry's place in the directory, moved onto the first: elements that overlap.
        int second = lastIndexOf(zip, new byte[] {'P', 'K', 1, 2});
        Arrays.fill(zip, second + 42, second + 46, (byte) 0);
        assertThat(cuts(zip)).isEmpty();
    }

    @Test
    void cuts_whenTheReaderFails_passTheFailureOn() {
        byte[] png = Containers.png("c", PICTURE, 7);
        assertThatThrownBy(() -> new MediaCuts().cuts(reader(png, true), "a.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    /// The cuts, checked against every rule.
    private static long[] cuts(byte[] file) {
        try {
            CountingReader reader = new CountingReader(reader(file, false));
            long[] cuts = new MediaCuts().cuts(reader, "anything");
            assertThat(reader.reads).isLessThanOrEqualTo(Headers.MOST_READS + 2);
            assertThat(cuts).hasSizeLessThanOrEqualTo(file.length / Edges.BYTES_PER_EDGE);
            long before = 0;
            for (long cut : cuts) {
                assertThat(cut).isGreaterThan(before).isLessThan(file.length);
                before = cut;
            }
            return cuts;
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static long sharedBytes(byte[] before, byte[] after, CutHints hints) {
        Set<String> known = new HashSet<>(chunks(before, hints));
        return chunks(after, hints).stream()
                .filter(known::contains)
                .mapToLong(String::length)
                .sum();
    }

    private static List<String> chunks(byte[] file, CutHints hints) {
        List<String> chunks = new ArrayList<>();
        try {
            long[] cuts = hints.cuts(reader(file, false), "");
            HintedChunker chunker = HintedChunker.of(Chunkers.fastCdc(ChunkSizes.BALANCED), cuts);
            for (int at = 0; at < file.length; ) {
                int length = chunker.next(MemorySegment.ofArray(file), at, file.length, true, at);
                chunks.add(new String(file, at, length, StandardCharsets.ISO_8859_1));
                at += length;
            }
            return chunks;
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static List<byte[]> madeContainers() {
        return List.of(
                Containers.png("c", PICTURE, 7),
                Containers.riff("WAVE", "fmt ", new byte[16], "data", PICTURE),
                Containers.rf64(PICTURE),
                concat(box("ftyp", new byte[24]), box("mdat", PICTURE), box("moov", noise(3, 20_000))),
                Containers.photoshop(false, noise(3, 30_000), noise(4, 70_000), noise(1, 50_000)),
                Containers.photoshop(true, noise(3, 30_000), noise(4, 70_000), noise(1, 50_000)),
                Containers.zip(0, noise(1, 50_000), noise(2, 50_000)));
    }

    private static List<byte[]> samples() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        try (var files = Files.walk(Path.of("..", "fixtures", "samples"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                samples.add(Files.readAllBytes(file));
            }
        }
        return samples;
    }

    /// A merged picture has no length of its own, so a document that lost its end looks whole.
    private static boolean isPhotoshop(byte[] file) {
        return file[0] == '8';
    }

    private static int lastIndexOf(byte[] bytes, byte[] what) {
        int at = bytes.length - what.length;
        while (!Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
            at--;
        }
        return at;
    }

    private static RandomReader reader(byte[] file, boolean broken) {
        RandomReader whole = RandomReader.of(MemorySegment.ofArray(file));
        return new RandomReader() {
            @Override
            public long size() {
                return whole.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                if (broken) {
                    throw new IOException("the disk is gone");
                }
                whole.read(offset, into);
            }
        };
    }

    private static final class CountingReader implements RandomReader {
        private final RandomReader inner;
        private long reads;

        CountingReader(RandomReader inner) {
            this.inner = inner;
        }

        @Override
        public long size() {
            return inner.size();
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            reads++;
            inner.read(offset, into);
        }
    }
}
