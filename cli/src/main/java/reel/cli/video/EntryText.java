package reel.cli.video;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Quoting;
import reel.cli.screen.Sizes;
import reel.cli.screen.Table;
import reel.stream.hash.Hash;
import reel.video.payload.Entry;

/// Files of a video as text and JSON.
final class EntryText {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    private static final int HASH_DIGITS = 16;

    private EntryText() {}

    /// @param hashes of the files, in their order; null where not known
    static void json(JsonOut json, List<Entry> entries, @Nullable List<Hash> hashes) throws IOException {
        Iterator<Hash> next = hashes == null ? List.<Hash>of().iterator() : hashes.iterator();
        json.array("entries", array -> {
            for (Entry entry : entries) {
                array.object(one -> {
                    one.put("path", entry.path())
                            .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                            .put("size", entry.size());
                    if (entry.mode() >= 0) {
                        one.put("mode", String.format("%03o", entry.mode()));
                    }
                    if (entry.modified() != null) {
                        one.put("modified", entry.modified().toString());
                    }
                    if (entry.target() != null) {
                        one.put("target", entry.target());
                    }
                    if (entry.isFile() && next.hasNext()) {
                        one.put("blake3", next.next().toString());
                    }
                });
            }
        });
    }

    static Table table(List<Entry> entries, List<Hash> hashes) {
        Iterator<Hash> next = hashes.iterator();
        Table table = new Table()
                .column("path", Table.Align.LEFT)
                .column("size", Table.Align.RIGHT)
                .column("modified", Table.Align.LEFT)
                .column("blake3", Table.Align.LEFT);
        for (Entry entry : entries) {
            String name = quoted(entry.path())
                    + switch (entry.kind()) {
                        case FILE -> "";
                        case FOLDER -> "/";
                        case LINK -> " -> " + quoted(String.valueOf(entry.target()));
                    };
            table.row(
                    name,
                    entry.isFile() ? Sizes.bytes(entry.size()) : "",
                    entry.modified() == null ? "" : MINUTE.format(entry.modified()),
                    entry.isFile() && next.hasNext() ? next.next().brief(HASH_DIGITS) : "");
        }
        return table;
    }

    private static String quoted(String name) {
        return Quoting.quote(name.getBytes(StandardCharsets.UTF_8));
    }
}
