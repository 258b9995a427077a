package reel.cli.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Quoting;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;

/// One entry of a place as a line or as JSON.
final class EntryText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String LETTERS = "rwxrwxrwx";

    private EntryText() {}

    /// @param exact sizes in bytes
    static String details(Entry entry, boolean exact) {
        long size = entry.size();
        String bytes = !entry.isFile() ? "-" : size < 0 ? "?" : exact ? Long.toString(size) : Sizes.bytes(size);
        return String.format(
                "%s  %s  %s  ", mode(entry), String.format(exact ? "%14s" : "%8s", bytes), time(entry.modified()));
    }

    static String time(@Nullable Instant time) {
        return time == null ? "-               " : TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String mode(Entry entry) {
        String kind = switch (entry.kind()) {
            case FILE -> "-";
            case FOLDER -> "d";
            case LINK -> "l";
            case OTHER -> "?";
        };
        Integer mode = entry.meta().mode();
        if (mode == null) {
            return kind + "---------";
        }
        StringBuilder text = new StringBuilder(kind);
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? LETTERS.charAt(8 - bit) : '-');
        }
        return text.toString();
    }

    /// The name as a terminal can show it, with a slash behind a folder and the target behind a link.
    static String name(Entry entry, String shown, Style style) {
        String quoted = quoted(shown);
        return switch (entry.kind()) {
            case FOLDER -> style.blue(quoted + "/");
            case LINK -> {
                String target = entry.meta().linkTarget();
                yield style.cyan(quoted) + (target == null ? "" : " -> " + quoted(target));
            }
            case FILE -> quoted;
            // What is no text has escapes already.
            case OTHER -> entry.isUnnamed() ? Quoting.escape(shown) : quoted;
        };
    }

    static String quoted(String text) {
        return Quoting.quote(text.getBytes(StandardCharsets.UTF_8));
    }

    static void json(JsonOut json, Entry entry, String path) throws IOException {
        json.put("path", path);
        json.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        if (entry.isFile() && entry.size() >= 0) {
            json.put("size", entry.size());
        }
        Instant modified = entry.modified();
        if (modified != null) {
            json.put("modified", modified.toString());
        }
        Integer mode = entry.meta().mode();
        if (mode != null) {
            json.put("mode", String.format("%04o", mode));
        }
        put(json, "owner", entry.meta().owner());
        put(json, "group", entry.meta().group());
        put(json, "target", entry.meta().linkTarget());
        put(json, "type", entry.meta().contentType());
        put(json, "version", entry.version());
        if (!entry.digests().isEmpty()) {
            json.object(
                    "digests",
                    digests -> entry.digests()
                            .forEach((kind, digest) -> digests.put(kind.name().toLowerCase(Locale.ROOT), digest)));
        }
    }

    private static void put(JsonOut json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
