package reel.media.sniff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// What kind of document a ZIP archive is, by the entries that begin in the file's head (APPNOTE.TXT §4.3.7).
final class ZipKinds {
    private static final MediaType ZIP = type("application/zip", MediaType.Family.ARCHIVE);
    private static final MediaType RESOLVE = type("application/x-davinci-resolve-project", MediaType.Family.PROJECT);
    private static final MediaType USDZ =
            new MediaType("model/vnd.usdz+zip", MediaType.Family.SCENE, Compressibility.UNKNOWN);

    /// Types that say what they are in a first, stored entry `mimetype`.
    private static final Map<String, MediaType.Family> DECLARED = Map.of(
            "application/x-krita", MediaType.Family.IMAGE,
            "image/openraster", MediaType.Family.IMAGE,
            "application/epub+zip", MediaType.Family.DOCUMENT,
            "application/vnd.oasis.opendocument.text", MediaType.Family.DOCUMENT,
            "application/vnd.oasis.opendocument.spreadsheet", MediaType.Family.DOCUMENT,
            "application/vnd.oasis.opendocument.presentation", MediaType.Family.DOCUMENT,
            "application/vnd.oasis.opendocument.graphics", MediaType.Family.DOCUMENT);

    /// The folder that only one kind of Office Open XML document has.
    private static final Map<String, MediaType> OFFICE = Map.of(
            "word/",
                    type(
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            MediaType.Family.DOCUMENT),
            "xl/", type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MediaType.Family.DOCUMENT),
            "ppt/",
                    type(
                            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                            MediaType.Family.DOCUMENT),
            "3D/", type("model/3mf", MediaType.Family.SCENE));

    private static final int LOCAL_ENTRY = 0x04034b50;
    private static final int HEADER_BYTES = 30;
    private static final int LONGEST_MIMETYPE = 100;

    private record Entry(String name, int data, long packedBytes, boolean stored) {}

    private ZipKinds() {}

    static @Nullable MediaType find(byte[] head) {
        List<Entry> entries = entries(head);
        if (entries.isEmpty()) {
            return null;
        }
        Entry first = entries.getFirst();
        if (first.name.equals("mimetype") && first.stored && first.packedBytes <= LONGEST_MIMETYPE) {
            int length = (int) Math.min(first.packedBytes, head.length - first.data);
            String mime = new String(head, first.data, length, StandardCharsets.US_ASCII).strip();
            MediaType.Family family = DECLARED.get(mime);
            return family == null ? ZIP : type(mime, family);
        }
        if (first.stored && first.name.matches(".*\\.usd[ac]?")) {
            return USDZ;
        }
        for (Entry entry : entries) {
            for (Map.Entry<String, MediaType> office : OFFICE.entrySet()) {
                if (entry.name.startsWith(office.getKey()) && first.name.matches("\\[Content_Types].xml|_rels/.*")) {
                    return office.getValue();
                }
            }
        }
        return isResolveProject(first.name) ? RESOLVE : ZIP;
    }

    /// DaVinci Resolve writes its project first; the folders differ by version.
    private static boolean isResolveProject(String first) {
        return first.equals("project.xml")
                || first.equals("Gallery.xml")
                || first.startsWith("MediaPool/")
                || first.startsWith("SeqContainer/");
    }

    /// The entries whose header lies in the head whole, as far as their lengths are known.
    private static List<Entry> entries(byte[] head) {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        while (at <= head.length - HEADER_BYTES && bytes.getInt((int) at) == LOCAL_ENTRY) {
            int start = (int) at;
            int nameBytes = bytes.getShort(start + 26) & 0xffff;
            int data = start + HEADER_BYTES + nameBytes + (bytes.getShort(start + 28) & 0xffff);
            if (data > head.length) {
                break;
            }
            boolean lengthsFollow = (bytes.getShort(start + 6) & 8) != 0;
            long packedBytes = bytes.getInt(start + 18) & 0xffff_ffffL;
            String name = new String(head, start + HEADER_BYTES, nameBytes, StandardCharsets.UTF_8);
            entries.add(new Entry(name, data, packedBytes, bytes.getShort(start + 8) == 0));
            if (lengthsFollow && packedBytes == 0) {
                break;
            }
            at = data + packedBytes;
        }
        return entries;
    }

    private static MediaType type(String mime, MediaType.Family family) {
        return new MediaType(mime, family, Compressibility.NEVER);
    }
}
