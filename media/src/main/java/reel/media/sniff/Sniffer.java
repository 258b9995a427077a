package reel.media.sniff;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reel.stream.RandomReader;
import reel.stream.seal.Compressibility;

/// Tells what a file is from its first 8 KiB, and from its name where several types share those. Stateless and
/// thread-safe.
///
/// Our own tables first: they know what film and game people keep, and cost microseconds. Apache Tika, which takes
/// long to load, is asked only about bytes that are none of it.
public final class Sniffer {
    /// How much of a file is looked at.
    public static final int HEAD_BYTES = 8 << 10;

    /// Up to this length, a wrong guess at how a file compresses costs next to nothing, so less of it is looked at.
    private static final int SHORT_FILE_BYTES = 1 << 20;

    private static final int SAMPLE_BYTES = 1 << 10;

    private static final List<Function<byte[], @Nullable MediaType>> TABLES = List.of(
            IsoBrands::find, ZipKinds::find, GzipKinds::find, TiffKinds::find, EbmlKinds::find, MagicTable::find);

    private Sniffer() {}

    /// @param name the file's name or path: decides only where several types share their first bytes
    public static MediaType sniff(RandomReader file, String name) throws IOException {
        return sniff(head(file), name);
    }

    /// How well a file will compress, from our own tables only: what they do not know is left to a probe of its
    /// entropy, which is cheaper than loading Tika's hundreds of types for it. Text compresses whatever its kind.
    public static Compressibility compressibility(RandomReader file, String name) throws IOException {
        byte[] head = head(file);
        if (head.length == 0) {
            return Compressibility.UNKNOWN;
        }
        MediaType own = byOwnTables(head);
        if (own != null) {
            return NameTable.narrow(own, name).compressibility();
        }
        byte[] start = file.size() > SHORT_FILE_BYTES ? head : Arrays.copyOf(head, Math.min(head.length, SAMPLE_BYTES));
        return TextTable.isText(start) ? Compressibility.LIKELY : Compressibility.UNKNOWN;
    }

    private static byte[] head(RandomReader file) throws IOException {
        byte[] head = new byte[(int) Math.min(file.size(), HEAD_BYTES)];
        file.read(0, MemorySegment.ofArray(head));
        return head;
    }

    /// As the other, when the first bytes are at hand: all of a short file, at least [#HEAD_BYTES] of a longer one.
    public static MediaType sniff(byte[] head, String name) {
        return NameTable.narrow(byContent(head), name);
    }

    private static MediaType byContent(byte[] head) {
        if (head.length == 0) {
            return MediaType.BINARY;
        }
        MediaType own = byOwnTables(head);
        if (own != null) {
            return own;
        }
        if (TextTable.isText(head)) {
            MediaType text = TextTable.find(head);
            return text == null ? MediaType.TEXT : text;
        }
        MediaType everyday = TikaTypes.find(head);
        return everyday == null ? MediaType.BINARY : everyday;
    }

    private static @Nullable MediaType byOwnTables(byte[] head) {
        for (Function<byte[], @Nullable MediaType> table : TABLES) {
            MediaType found = table.apply(head);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
