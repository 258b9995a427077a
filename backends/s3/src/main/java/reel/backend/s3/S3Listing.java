package reel.backend.s3;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.KeyOrder;
import reel.backend.wire.Keys;
import reel.backend.wire.Xml;
import reel.stream.Corrupt;
import reel.stream.Missing;

/// Lists keys, page by page (ListObjectsV2).
final class S3Listing {
    private static final int PAGE = 1000;

    private final Bucket bucket;
    private final Keys keys;
    private final S3Entries entries;

    S3Listing(Bucket bucket, Keys keys, S3Entries entries) {
        this.bucket = bucket;
        this.keys = keys;
        this.entries = entries;
    }

    /// Whether any key begins so; an unknown bucket or a refused login shows here, too.
    boolean any(String shown, String prefix) throws IOException {
        Xml page = bucket.ask(Bucket.Ask.of(shown, "GET", "")
                .query("list-type", "2", "prefix", prefix, "max-keys", "1", "encoding-type", "url"));
        return !page.all("Contents").isEmpty();
    }

    /// The direct children of a folder.
    void children(String folder, Consumer<Entry> sink) throws IOException {
        String shown = keys.shown(folder);
        String prefix = keys.folder(folder);
        boolean[] found = {folder.isEmpty()};
        pages(shown, prefix, "/", page -> {
            for (Xml one : page.children()) {
                boolean below = one.name().equals("CommonPrefixes");
                if (!below && !one.name().equals("Contents")) {
                    continue;
                }
                found[0] = true;
                String key = decode(page, one.require(shown, below ? "Prefix" : "Key"));
                @Nullable String path = keys.path(key);
                if (path == null) {
                    throw foreign(shown, key);
                }
                if (!key.equals(prefix)) {
                    sink.accept(below ? folder(path) : file(shown, path, one));
                }
            }
        });
        if (!found[0]) {
            throw new Missing(shown, "there is no such folder");
        }
    }

    /// Everything below a folder, in the order of keys.
    void tree(String folder, Consumer<Entry> sink) throws IOException {
        String shown = keys.shown(folder);
        KeyOrder order = new KeyOrder(shown, sink);
        pages(shown, keys.folder(folder), "", page -> {
            for (Xml one : page.all("Contents")) {
                String key = decode(page, one.require(shown, "Key"));
                @Nullable String path = keys.path(key);
                if (path == null) {
                    throw foreign(shown, key);
                }
                // A key that ends so is a folder that a console made to be seen; folders are not told here.
                if (!key.endsWith("/")) {
                    order.accept(file(shown, path, one));
                }
            }
        });
        order.finish();
    }

    private Entry folder(String path) {
        String bare = path.substring(0, path.length() - 1);
        return keys.isPath(bare) ? Entry.folder(bare, null, Meta.NONE) : other(path);
    }

    private Entry file(String shown, String path, Xml contents) throws IOException {
        return keys.isPath(path) ? entries.of(shown, path, contents) : other(path);
    }

    /// A key that no path can be: with an empty segment, or `..`.
    private static Entry other(String path) {
        return new Entry(path, Entry.Kind.OTHER, 0, null, null, Meta.NONE, java.util.Map.of());
    }

    /// Takes a page.
    @FunctionalInterface
    private interface Pages {
        void accept(Xml page) throws IOException;
    }

    private void pages(String shown, String prefix, String delimiter, Pages sink) throws IOException {
        Bucket.Ask first = Bucket.Ask.of(shown, "GET", "")
                .query("list-type", "2", "encoding-type", "url", "max-keys", Integer.toString(PAGE), "prefix", prefix);
        if (!delimiter.isEmpty()) {
            first = first.query("delimiter", delimiter);
        }
        @Nullable String next = null;
        do {
            Xml page = bucket.ask(next == null ? first : first.query("continuation-token", next));
            sink.accept(page);
            boolean more = "true".equals(page.text("IsTruncated"));
            @Nullable String token = page.text("NextContinuationToken");
            if (more && (token == null || token.equals(next))) {
                throw new Corrupt(
                        shown, -1, "where the listing goes on", "nothing", "Check that the endpoint speaks S3.", null);
            }
            next = more ? token : null;
        } while (next != null);
    }

    private static String decode(Xml page, String key) {
        return "url".equals(page.text("EncodingType")) ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key;
    }

    private static Corrupt foreign(String shown, String key) {
        return new Corrupt(shown, -1, "keys below it from the server", key, "Check that the endpoint speaks S3.", null);
    }
}
