package reel.media.sniff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reel.stream.RandomReader;
import reel.stream.seal.Compressibility;

class SnifferTest {
    private static final long SEED = Long.getLong("reel.seed", 20_260_101);
    private static final Path SAMPLES = Path.of("..", "fixtures", "samples");

    @ParameterizedTest
    @CsvSource({
        "blend/extras.blend, application/x-blender, SCENE, NEVER",
        "c4d/cube_sin.c4d, application/x-cinema4d, SCENE, UNKNOWN",
        "exr/t01.exr, image/x-exr, IMAGE, UNKNOWN",
        "maya/faceColours.ma, application/x-maya-ascii, SCENE, LIKELY",
        "psd/2layers.psd, image/vnd.adobe.photoshop, IMAGE, UNKNOWN",
        "resolve/empty-project.drp, application/x-davinci-resolve-project, PROJECT, NEVER",
        "resolve/session.drp, application/x-davinci-resolve-project, PROJECT, NEVER",
        "tiff/BigTIFFLong.tif, image/tiff, IMAGE, UNKNOWN",
        "tiff/flower.tif, image/tiff, IMAGE, UNKNOWN",
        "timeline/simple_cut.otio, application/x-otio+json, PROJECT, LIKELY",
        "timeline/avid_example.edl, application/x-edl, PROJECT, LIKELY",
        "timeline/transition_duration.edl, application/x-edl, PROJECT, LIKELY",
        "timeline/premiere.xml, application/x-fcp7+xml, PROJECT, LIKELY",
        "timeline/filter.xml, application/xml, TEXT, LIKELY",
        "timeline/clips.fcpxml, application/x-fcpxml+xml, PROJECT, LIKELY",
        "unity/Floor.mat, application/x-unity-yaml, GAME, LIKELY",
        "unity/ExceptionExamples.unity, application/x-unity-yaml, GAME, LIKELY",
        "unreal/UE410.uasset, application/x-unreal-asset, GAME, UNKNOWN",
        "unreal/UE56.uasset, application/x-unreal-asset, GAME, UNKNOWN",
        "unreal/TestEmpty.umap, application/x-unreal-map, GAME, UNKNOWN"
    })
    void sniff_ofRealFile_isItsType(String file, String mime, MediaType.Family family, Compressibility gain)
            throws Exception {
        RandomReader reader = RandomReader.of(MemorySegment.ofArray(Files.readAllBytes(SAMPLES.resolve(file))));
        assertThat(Sniffer.sniff(reader, file)).isEqualTo(new MediaType(mime, family, gain));
        if (!mime.equals("application/x-blender") && !mime.equals("application/x-unreal-map")) {
            assertThat(Sniffer.sniff(reader, "renamed.mp4").mime()).isEqualTo(mime);
        }
    }

    /// Heads as the programs write them; `|` parts are text, hexadecimal otherwise.
    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000000d|IHDR|, image/png",
        "ffd8ffe000104a464946, image/jpeg",
        "|GIF89a|, image/gif",
        "|RIFF|10000000|WEBPVP8L|, image/webp",
        "|8BPS|0002000000000000, image/vnd.adobe.photoshop-large",
        "|SDPX|00002000, image/x-dpx",
        "0000001c|ftypheic|00000000, image/heif",
        "0000001c|ftypavif|00000000, image/avif",
        "00000018|ftypcrx |00000001, image/x-canon-cr3",
        "49492a00100000004352020000000000, image/x-canon-cr2",
        "00000020|ftypisom|00000200, video/mp4",
        "00000018|ftypmp42|00000000, video/mp4",
        "00000014|ftypqt  |00000200, video/quicktime",
        "00000008|wide|00100000|mdat|, video/quicktime",
        "00000020|ftypM4A |00000000, audio/mp4",
        "1a45dfa3a34286810142f7810142f2810442f381084282846d6174726f736b61, video/x-matroska",
        "1a45dfa39f4286810142f7810142f2810442f381084282847765626d, video/webm",
        "060e2b34020501010d01020101020400, application/mxf",
        "|RIFF|10000000|AVI LIST|, video/x-msvideo",
        "00000154|RED2|0000, video/x-red-r3d",
        "|ARRI|12345678, image/x-arriraw",
        "|RIFF|10000000|WAVEfmt |, audio/vnd.wave",
        "|RIFF|10000000|WAVEbext|, audio/x-bwf",
        "|RF64|ffffffff|WAVEds64|, audio/x-rf64",
        "|fLaC|00000022, audio/flac",
        "|ID3|0300|aaaa|, audio/mpeg",
        "|FORM|00001000|AIFFCOMM|, audio/x-aiff",
        "|RIFX|00001000|Egg!|, application/vnd.adobe.aftereffects.project",
        "d0cf11e0a1b11ae1414146420d004f4d060e2b34, application/vnd.avid.aaf",
        "|BLENDER-v405REND|, application/x-blender",
        "|BLENDER17-01v0500REND|, application/x-blender",
        "|FOR4|00001000|MayaFOR4|, application/x-maya-binary",
        "|Kaydara FBX Binary  |001a00, application/x-fbx",
        "|glTF|0200000000100000, model/gltf-binary",
        "|PXR-USDC|0008, model/vnd.usdc",
        "|Ogawa|ff0001, application/x-alembic",
        "20424456000000008000, application/x-openvdb",
        "|UnityFS|0000000007, application/x-unity-bundle",
        "377abcaf271c0004, application/x-7z-compressed",
        "28b52ffda0410601, application/zstd",
        "|%PDF-1.7|0a, application/pdf",
        "|SQLite format 3|00, application/vnd.sqlite3",
        "7f|ELF|0201, application/x-elf"
    })
    void sniff_ofHead_isItsType(String head, String mime) {
        assertThat(Sniffer.sniff(bytes(head), "").mime()).isEqualTo(mime);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void sniff_ofText_isItsTypeAndCompresses(String text, String name, String mime) {
        MediaType type = Sniffer.sniff(text.getBytes(UTF_8), name);
        assertThat(type.mime()).isEqualTo(mime);
        assertThat(type.compressibility()).isEqualTo(Compressibility.LIKELY);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments(
                        "{\n \"asset\": {\n \"generator\": \"x\", \"version\": \"2.0\" } }",
                        "a.gltf",
                        "model/gltf+json"),
                arguments("#usda 1.0\n( )", "a.usda", "model/vnd.usda"),
                arguments("; FBX 7.4.0 project file\n", "a.fbx", "application/x-fbx-ascii"),
                arguments("<?xml version=\"1.0\"?><COLLADA xmlns=\"x\">", "a.dae", "model/vnd.collada+xml"),
                arguments("<svg xmlns=\"http://www.w3.org/2000/svg\">", "a.svg", "image/svg+xml"),
                arguments("<?xml?>\n<PremiereData Version=\"3\">", "a.prproj", "application/x-premiere-project"),
                arguments("001  AX  V  C  00:00:00:00 00:00:01:00", "a.edl", "application/x-edl"),
                arguments("<REAPER_PROJECT 0.1", "a.rpp", "application/x-reaper-project"),
                arguments("{\"a\": 1}", "a.json", "application/json"),
                arguments("v 0 0 1\nv 0 1 0", "a.OBJ", "model/obj"),
                arguments("Grüße aus Köln", "notes", "text/plain"),
                arguments("int main() { return 0; }", "a.mp4", "text/plain"));
    }

    @Test
    void sniff_ofOtherEncodings_isText() {
        assertThat(Sniffer.sniff("\ufeffTITLE: cut one\r\n001".getBytes(UTF_16LE), "a")
                        .family())
                .isEqualTo(MediaType.Family.PROJECT);
        assertThat(Sniffer.sniff(
                        "Grüße aus Köln, und viel mehr Text dahinter, damit es zählt".getBytes(ISO_8859_1), "a"))
                .isEqualTo(MediaType.TEXT);
        byte[] cut = "Gruß".repeat(3000).getBytes(UTF_8);
        for (int length = Sniffer.HEAD_BYTES - 6; length <= Sniffer.HEAD_BYTES; length++) {
            assertThat(Sniffer.sniff(Arrays.copyOf(cut, length), "a")).isEqualTo(MediaType.TEXT);
        }
    }

    @Test
    void sniff_ofGzip_looksInside() throws Exception {
        assertThat(sniffGzip("<?xml version=\"1.0\"?>\n<PremiereData Version=\"3\">")
                        .mime())
                .isEqualTo("application/x-premiere-project");
        assertThat(sniffGzip("<?xml version=\"1.0\"?>\n<Ableton MajorVersion=\"5\">")
                        .mime())
                .isEqualTo("application/x-ableton-live");
        assertThat(sniffGzip("BLENDER-v279REND").mime()).isEqualTo("application/x-blender");
        assertThat(sniffGzip("anything").mime()).isEqualTo("application/gzip");
        assertThat(sniffGzip("BLENDER-v279REND").compressibility()).isEqualTo(Compressibility.NEVER);
    }

    @Test
    void sniff_ofZip_looksAtItsEntries() throws Exception {
        assertThat(sniffZip("a.txt").mime()).isEqualTo("application/zip");
        assertThat(sniffZip("project.xml", "MediaPool/Master/MpFolder.xml").mime())
                .isEqualTo("application/x-davinci-resolve-project");
        assertThat(sniffZip("[Content_Types].xml", "word/document.xml").family())
                .isEqualTo(MediaType.Family.DOCUMENT);
        assertThat(sniffZip("[Content_Types].xml", "3D/model.model").mime()).isEqualTo("model/3mf");
        assertThat(sniffZip("scene.usdc").mime()).isEqualTo("model/vnd.usdz+zip");
        assertThat(sniffZip("mimetype").mime()).isEqualTo("application/x-krita");
    }

    @Test
    void sniff_ofDng_isToldFromOtherTiff() {
        // Little-endian TIFF whose first directory, right behind the header, has one entry: DNGVersion 1.4.0.0.
        assertThat(Sniffer.sniff(bytes("49492a0008000000010012c601000400000001040000" + "00000000"), "A001.dng")
                        .mime())
                .isEqualTo("image/x-adobe-dng");
        assertThat(Sniffer.sniff(bytes("49492a0008000000010000010400010000000010000000000000"), "a.nef")
                        .mime())
                .isEqualTo("image/x-nikon-nef");
    }

    @Test
    void sniff_ofNothingAndNoise_isBinary() {
        assertThat(Sniffer.sniff(new byte[0], "a.mp4")).isEqualTo(MediaType.BINARY);
        byte[] noise = new byte[4000];
        new Random(SEED).nextBytes(noise);
        noise[0] = 0x11;
        assertThat(Sniffer.sniff(noise, "a.bin")).isEqualTo(MediaType.BINARY);
        assertThat(Sniffer.sniff(noise, "a.tga").mime()).isEqualTo("image/x-tga");
    }

    @Test
    void sniff_ofEverydayTypeWeDoNotList_isKnownToTheLibrary() {
        assertThat(Sniffer.sniff(bytes("d0cf11e0a1b11ae1" + "00".repeat(600)), "")
                        .mime())
                .isNotEqualTo("application/octet-stream");
    }

    @Test
    void sniff_ofAnyTruncatedOrDamagedHead_answersSomething() throws Exception {
        Random random = new Random(SEED);
        try (var files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] all = Files.readAllBytes(file);
                byte[] head = Arrays.copyOf(all, Math.min(all.length, Sniffer.HEAD_BYTES));
                for (int length = 0; length < Math.min(80, head.length); length++) {
                    assertThat(Sniffer.sniff(Arrays.copyOf(head, length), file.toString()))
                            .isNotNull();
                }
                for (int round = 0; round < 60; round++) {
                    byte[] damaged = head.clone();
                    for (int i = 0; i < 20; i++) {
                        damaged[random.nextInt(Math.min(damaged.length, 300))] = (byte) random.nextInt();
                    }
                    assertThat(Sniffer.sniff(damaged, file.toString()))
                            .as("seed %d, %s, round %d", SEED, file, round)
                            .isNotNull();
                }
            }
        }
    }

    private static MediaType sniffGzip(String inside) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(inside.getBytes(UTF_8));
            byte[] noise = new byte[20_000];
            new Random(SEED).nextBytes(noise);
            gzip.write(noise);
        }
        return Sniffer.sniff(Arrays.copyOf(bytes.toByteArray(), Sniffer.HEAD_BYTES), "");
    }

    private static MediaType sniffZip(String... names) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                byte[] data = "application/x-krita".getBytes(UTF_8);
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(data.length);
                CRC32 crc = new CRC32();
                crc.update(data);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(data);
            }
        }
        return Sniffer.sniff(bytes.toByteArray(), "");
    }

    private static byte[] bytes(String head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] parts = head.split("\\|", -1);
        for (int i = 0; i < parts.length; i++) {
            bytes.writeBytes(
                    i % 2 == 1 ? parts[i].getBytes(ISO_8859_1) : HexFormat.of().parseHex(parts[i]));
        }
        bytes.writeBytes(new byte[32]);
        return bytes.toByteArray();
    }
}
