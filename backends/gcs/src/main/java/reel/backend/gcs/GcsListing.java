package reel.backend.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.KeyOrder;
import reel.backend.wire.Keys;
import reel.stream.Missing;

/// Lists objects, page by page.
final class GcsListing {
    private static final String PAGE = "1000";

    private final GcsBucket bucket;
    private final Keys keys;

    GcsListing(GcsBucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    /// Whether any object's name begins so; an unknown bucket or a refused login shows here, too.
    boolean any(String shown, String prefix) throws IOException {
        JsonObject page = bucket.ask(bucket.objects(shown, "GET")
                .query("prefix", prefix)
                .query("maxResults", "1")
                .query("fields", "items(name)"));
        return !Json.list(page, "items").isEmpty();
    }

    /// The direct children of a folder.
    void children(String folder, Consumer<Entry> sink) throws IOException {
        String shown = keys.shown(folder);
        String prefix = keys.folder(folder);
        boolean[] found = {folder.isEmpty()};
        pages(shown, prefix, "/", page -> {
            for (JsonElement below : Json.list(page, "prefixes")) {
                found[0] = true;
                sink.accept(folder(path(shown, below.getAsString())));
            }
            for (JsonElement item : Json.list(page, "items")) {
                found[0] = true;
                String key = Json.require(shown, item.getAsJsonObject(), "name");
                if (!key.equals(prefix)) {
                    sink.accept(file(shown, path(shown, key), item.getAsJsonObject()));
                }
            }
        });
        if (!found[0]) {
            throw new Missing(shown, "there is no such folder");
        }
    }

    /// Everything below a folder, in the order of names.
    void tree(String folder, Consumer<Entry> sink) throws IOException {
        String shown = keys.shown(folder);
        KeyOrder order = new KeyOrder(shown, sink);
        pages(shown, keys.folder(folder), null, page -> {
            for (JsonElement item : Json.list(page, "items")) {
                String key = Json.require(shown, item.getAsJsonObject(), "name");
                if (!key.endsWith("/")) {
                    order.accept(file(shown, path(shown, key), item.getAsJsonObject()));
                }
            }
        });
        order.finish();
    }

    private String path(String shown, String key) throws IOException {
        @Nullable String path = keys.path(key);
        if (path == null) {
            throw Json.wrong(shown, "names below it from the server", key);
        }
        return path;
    }

    private Entry folder(String path) {
        String bare = path.substring(0, path.length() - 1);
        return keys.isPath(bare) ? Entry.folder(bare, null, Meta.NONE) : other(path);
    }

    private Entry file(String shown, String path, JsonObject item) throws IOException {
        return keys.isPath(path) ? GcsEntries.of(shown, path, item) : other(path);
    }

    /// A name that no path can be.
    private static Entry other(String path) {
        return new Entry(path, Entry.Kind.OTHER, 0, null, null, Meta.NONE, Map.of());
    }

    /// Takes a page.
    @FunctionalInterface
    private interface Pages {
        void accept(JsonObject page) throws IOException;
    }

    private void pages(String shown, String prefix, @Nullable String delimiter, Pages sink) throws IOException {
        GcsBucket.Ask first = bucket.objects(shown, "GET")
                .query("prefix", prefix)
                .query("delimiter", delimiter)
                .query("maxResults", PAGE)
                .query("fields", "nextPageToken,prefixes,items(" + GcsEntries.FIELDS + ")");
        @Nullable String next = null;
        do {
            JsonObject page = bucket.ask(first.query("pageToken", next));
            sink.accept(page);
            @Nullable String token = Json.text(page, "nextPageToken");
            if (token != null && token.equals(next)) {
                throw Json.wrong(shown, "where the listing goes on", "nothing");
            }
            next = token;
        } while (next != null);
    }
}
