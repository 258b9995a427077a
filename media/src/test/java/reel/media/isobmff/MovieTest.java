package reel.media.isobmff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reel.stream.RandomReader;

final class MovieTest {
    @Test
    void film_isReadWithItsTrackAndTimeCode() throws Exception {
        Movie movie = read(film(tmcd(), ints(0, 1, 1, 1, 1), ints(0, 4, 1), ints(0, 1, 40)));

        Track track = movie.tracks().get(0);
        assertThat(movie.brand()).isEqualTo("qt  ");
        assertThat(movie.seconds()).isEqualTo(5);
        assertThat(movie.movieStart()).isTrue();
        assertThat(track.handler()).isEqualTo("tmcd");
        assertThat(track.language()).isEqualTo("und");
        assertThat(track.rate()).isEqualTo(25);
        assertThat(track.turned()).isEqualTo(90);
        assertThat(track.timeCode()).isEqualTo(new TimeCode(30, true));
        assertThat(extents(track)).containsExactly("40+4");
    }

    @Test
    void chunks_takeTheSamplesThatStscGives() throws Exception {
        byte[] stsc = ints(0, 2, 1, 2, 1, 3, 1, 1);
        byte[] sizes = ints(0, 0, 5, 10, 20, 30, 40, 50);
        Movie movie = read(film(tmcd(), stsc, sizes, ints(0, 3, 1000, 2000, 3000)));

        assertThat(extents(movie.tracks().get(0))).containsExactly("1000+30", "2000+70", "3000+50");
        assertThat(movie.tracks().get(0).table().bytes()).isEqualTo(150);
    }

    @Test
    void tablesThatContradict_areUnreadable() throws Exception {
        byte[] sizes = ints(0, 0, 2, 10, 20);
        assertUnreadable(film(tmcd(), ints(0, 1, 1, 1, 1), sizes, ints(0, 1, 1000)), "fewer samples");
        assertUnreadable(film(tmcd(), ints(0, 0), sizes, ints(0, 1, 1000)), "no samples for a chunk");
        assertUnreadable(film(tmcd(), ints(0, 1, 7, 1, 1), sizes, ints(0, 1, 1000)), "first chunk");
        assertUnreadable(film(tmcd(), ints(0, 2, 1, 1, 1, 1, 1, 1), sizes, ints(0, 2, 1, 2)), "out of order");
        assertUnreadable(film(tmcd(), ints(0, 1, 1, 1, 1), ints(0, 0, 900, 1), ints(0, 1, 1)), "more samples");
        assertUnreadable(film(tmcd(), ints(0, 1, 1, 1, 1), sizes, ints(0, 900, 1)), "more entries");
    }

    @Test
    void otherFiles_areUnreadable() {
        assertThatThrownBy(() -> read(new byte[64])).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read(box("ftyp", ints(0, 0)))).hasMessage("no moov box");
        assertThatThrownBy(() -> read(concat(box("ftyp", ints(0, 0)), ints(100), new byte[9])))
                .hasMessageContaining("beyond the end");
    }

    private static void assertUnreadable(byte[] film, String why) {
        assertThatThrownBy(() -> extents(read(film).tracks().get(0)))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining(why);
    }

    private static List<String> extents(Track track) throws Unreadable {
        List<String> extents = new ArrayList<>();
        track.table().walk((offset, bytes) -> extents.add(offset + "+" + bytes), (offset, bytes) -> {});
        return extents;
    }

    private static Movie read(byte[] film) throws IOException, Unreadable {
        return Movie.read(RandomReader.of(MemorySegment.ofArray(film)));
    }

    private static byte[] tmcd() {
        byte[] entry = new byte[26];
        ByteBuffer.wrap(entry).putInt(12, 1).putInt(16, 30_000).putInt(20, 1001).put(24, (byte) 30);
        return box("tmcd", entry);
    }

    private static byte[] film(byte[] entry, byte[] stsc, byte[] stsz, byte[] stco) {
        byte[] tkhd = new byte[84];
        ByteBuffer.wrap(tkhd).putInt(12, 1).putInt(44, 1 << 16).putInt(52, -(1 << 16));
        byte[] mdhd = ints(0, 0, 0, 25, 1, 0x55c40000);
        byte[] hdlr = concat(ints(0, 0), "tmcd".getBytes(StandardCharsets.ISO_8859_1), new byte[13]);
        byte[] stbl = box(
                "stbl",
                concat(
                        box("stsd", concat(ints(0, 1), entry)),
                        box("stts", ints(0, 1, 1, 1)),
                        box("stsc", stsc),
                        box("stsz", stsz),
                        box("stco", stco)));
        byte[] mdia = box("mdia", concat(box("mdhd", mdhd), box("hdlr", hdlr), box("minf", stbl)));
        byte[] mvhd = box("mvhd", ints(0, 0, 0, 1000, 5000, 0, 0, 0, 0, 0, 0, 0, 0));
        byte[] moov = box("moov", concat(mvhd, box("trak", concat(box("tkhd", tkhd), mdia))));
        byte[] ftyp = box("ftyp", concat("qt  ".getBytes(StandardCharsets.ISO_8859_1), new byte[4]));
        return concat(ftyp, moov, box("mdat", new byte[60]));
    }

    private static byte[] box(String type, byte[] body) {
        return concat(ints(8 + body.length), type.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
