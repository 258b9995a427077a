package reel.video.gop;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// An MP4 made box by box, with whatever layout a test wants.
final class MadeFilm {
    /// How it is laid out.
    record Shape(boolean moovLast, boolean longOffsets, boolean smallSizes, boolean longMdat, boolean gaps) {
        static Shape any(RandomGenerator random) {
            return new Shape(
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
        }

        static final Shape PLAIN = new Shape(false, false, false, false, false);
    }

    /// A track: its chunks of samples.
    ///
    /// @param sync numbers of sync samples from 1; empty for none said
    record MadeTrack(String handler, String codec, List<List<byte[]>> chunks, int[] sync) {}

    private final List<MadeTrack> tracks;
    private final Shape shape;
    private final RandomGenerator random;

    private MadeFilm(List<MadeTrack> tracks, Shape shape, RandomGenerator random) {
        this.tracks = tracks;
        this.shape = shape;
        this.random = random;
    }

    /// A film of picture and sound: groups of `group` frames.
    static byte[] of(RandomGenerator random, Shape shape, int frames, int group, int frameBytes) {
        List<List<byte[]>> picture = new ArrayList<>();
        List<List<byte[]>> sound = new ArrayList<>();
        for (int i = 0; i < frames; ) {
            List<byte[]> chunk = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0 && i < frames; n--, i++) {
                chunk.add(noise(random, 1 + random.nextInt(frameBytes)));
            }
            picture.add(chunk);
            sound.add(List.of(noise(random, 64), noise(random, 64)));
        }
        int[] sync = new int[(frames + group - 1) / group];
        Arrays.setAll(sync, i -> 1 + i * group);
        return new MadeFilm(
                        List.of(
                                new MadeTrack("vide", "avc1", picture, sync),
                                new MadeTrack("soun", "sowt", sound, new int[0])),
                        shape,
                        random)
                .bytes();
    }

    private byte[] bytes() {
        byte[] ftyp = box("ftyp", concat(text("isom"), new byte[4], text("isom")));
        byte[] free = shape.gaps ? box("free", noise(random, random.nextInt(300))) : new byte[0];
        int header = shape.longMdat ? 16 : 8;
        byte[] media = media(0, places());
        long mediaStart = ftyp.length + free.length + header;
        if (!shape.moovLast) {
            mediaStart += moov(0).length;
        }
        byte[] mdat = shape.longMdat ? longBox("mdat", media) : box("mdat", media);
        byte[] moov = moov(mediaStart);
        byte[] tail = shape.gaps ? box("skip", noise(random, random.nextInt(50))) : new byte[0];
        return shape.moovLast ? concat(ftyp, free, mdat, moov, tail) : concat(ftyp, moov, free, mdat, tail);
    }

    /// The chunks of all tracks in turn; with gaps, bytes between them that belong to nobody.
    private byte[] media(long start, List<List<Long>> offsets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int most = tracks.stream().mapToInt(track -> track.chunks.size()).max().orElse(0);
        for (int i = 0; i < most; i++) {
            for (int t = 0; t < tracks.size(); t++) {
                if (i < tracks.get(t).chunks.size()) {
                    if (shape.gaps && i % 3 == 1) {
                        out.writeBytes(new byte[] {(byte) i, (byte) t, 7});
                    }
                    offsets.get(t).add(start + out.size());
                    tracks.get(t).chunks.get(i).forEach(out::writeBytes);
                }
            }
        }
        return out.toByteArray();
    }

    private List<List<Long>> places() {
        List<List<Long>> places = new ArrayList<>();
        tracks.forEach(track -> places.add(new ArrayList<>()));
        return places;
    }

    private byte[] moov(long mediaStart) {
        List<List<Long>> offsets = places();
        media(mediaStart, offsets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(box("mvhd", ints(0, 0, 0, 1000, 5000, 0, 0, 0, 0, 0, 0, 0, 0)));
        for (int t = 0; t < tracks.size(); t++) {
            out.writeBytes(trak(t, offsets.get(t)));
        }
        return box("moov", out.toByteArray());
    }

    private byte[] trak(int index, List<Long> offsets) {
        MadeTrack track = tracks.get(index);
        List<byte[]> samples = track.chunks.stream().flatMap(List::stream).toList();
        byte[] tkhd = new byte[84];
        ByteBuffer.wrap(tkhd).putInt(12, index + 1).putInt(40, 1 << 16).putInt(56, 1 << 16);
        byte[] mdhd = ints(0, 0, 0, 25, samples.size(), 0x55c40000);
        byte[] hdlr = concat(ints(0, 0), text(track.handler), new byte[13]);
        byte[] entry = new byte[70];
        ByteBuffer.wrap(entry).putShort(24, (short) 320).putShort(26, (short) 240);
        ByteArrayOutputStream stbl = new ByteArrayOutputStream();
        stbl.writeBytes(box("stsd", concat(ints(0, 1), box(track.codec, entry))));
        stbl.writeBytes(box("stts", ints(0, 1, samples.size(), 1)));
        if (track.sync.length > 0) {
            stbl.writeBytes(box("stss", concat(ints(0, track.sync.length), ints(track.sync))));
        }
        stbl.writeBytes(box("stsc", stsc(track)));
        stbl.writeBytes(sizes(track, samples));
        ByteArrayOutputStream places = new ByteArrayOutputStream();
        offsets.forEach(offset -> places.writeBytes(
                shape.longOffsets ? ByteBuffer.allocate(8).putLong(offset).array() : ints((int) (long) offset)));
        stbl.writeBytes(
                box(shape.longOffsets ? "co64" : "stco", concat(ints(0, offsets.size()), places.toByteArray())));
        byte[] dinf = box("dinf", box("dref", concat(ints(0, 1), box("url ", ints(1)))));
        return box(
                "trak",
                concat(
                        box("tkhd", tkhd),
                        box(
                                "mdia",
                                concat(
                                        box("mdhd", mdhd),
                                        box("hdlr", hdlr),
                                        box("minf", concat(dinf, box("stbl", stbl.toByteArray())))))));
    }

    private static byte[] stsc(MadeTrack track) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int count = 0;
        int before = -1;
        for (int i = 0; i < track.chunks.size(); i++) {
            if (track.chunks.get(i).size() != before) {
                before = track.chunks.get(i).size();
                entries.writeBytes(ints(i + 1, before, 1));
                count++;
            }
        }
        return concat(ints(0, count), entries.toByteArray());
    }

    private byte[] sizes(MadeTrack track, List<byte[]> samples) {
        boolean same =
                samples.stream().mapToInt(sample -> sample.length).distinct().count() == 1;
        if (same && track.handler.equals("soun")) {
            return box("stsz", ints(0, samples.get(0).length, samples.size()));
        }
        boolean small = shape.smallSizes && samples.stream().allMatch(sample -> sample.length < 1 << 16);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ints(0, small ? 16 : 0, samples.size()));
        for (byte[] sample : samples) {
            out.writeBytes(
                    small
                            ? ByteBuffer.allocate(2)
                                    .putShort((short) sample.length)
                                    .array()
                            : ints(sample.length));
        }
        return box(small ? "stz2" : "stsz", out.toByteArray());
    }

    static byte[] noise(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] box(String type, byte[] body) {
        return concat(ints(8 + body.length), text(type), body);
    }

    private static byte[] longBox(String type, byte[] body) {
        return concat(
                ints(1),
                text(type),
                ByteBuffer.allocate(8).putLong(16L + body.length).array(),
                body);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// Where `type` stands in `film`, counted from 0.
    static int find(byte[] film, String type, int which) {
        byte[] wanted = text(type);
        int seen = 0;
        for (int at = 0; at + 4 <= film.length; at++) {
            if (Arrays.equals(film, at, at + 4, wanted, 0, 4) && seen++ == which) {
                return at;
            }
        }
        throw new IllegalArgumentException("no " + type);
    }
}
