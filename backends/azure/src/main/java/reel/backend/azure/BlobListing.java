package reel.backend.azure;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.KeyOrder;
import reel.backend.wire.Keys;
import reel.backend.wire.Xml;
import reel.stream.Corrupt;
import reel.stream.Missing;

/// Lists blobs, page by page.
final class BlobListing {
    /// Large enough that the round trips do not count, small enough to be held as a document.
    private static final String PAGE = "2000";

    private final Container container;
    private final Keys keys;

    BlobListing(Container container, Keys keys) {
        this.container = container;
        this.keys = keys;
    }

    /// Whether any blob's name begins so; an unknown container or a refused login shows here, too.
    boolean any(String shown, String prefix) throws IOException {
        Container.Ask ask = Container.Ask.of(shown, "GET", "")
                .query("restype", "container", "comp", "list", "prefix", prefix, "maxresults", "1");
        @Nullable Xml blobs = container.ask(ask).child("Blobs");
        return blobs != null && !blobs.children().isEmpty();
    }

    /// The direct children of a folder.
    void children(String folder, Consumer<Entry> sink) throws IOException {
        String shown = keys.shown(folder);
        String prefix = keys.folder(folder);
        boolean[] found = {folder.isEmpty()};
        pages(shown, prefix, "/", one -> {
            found[0] = true;
            String path = path(shown, one);
            if (!(keys.root() + path).equals(prefix)) {
                boolean below = one.name().equals("BlobPrefix");
                sink.accept(below ? folder(path) : file(shown, path, one));
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
        pages(shown, keys.folder(folder), "", one -> {
            String path = path(shown, one);
            if (!path.endsWith("/")) {
                order.accept(file(shown, path, one));
            }
        });
        order.finish();
    }

    private String path(String shown, Xml one) throws IOException {
        @Nullable Xml name = one.child("Name");
        String text = one.require(shown, "Name");
        // Names with characters that XML cannot hold come encoded, and say so.
        boolean encoded = name != null && "true".equalsIgnoreCase(name.attribute("Encoded"));
        String key = encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
        @Nullable String path = keys.path(key);
        if (path == null) {
            throw new Corrupt(shown, -1, "names below it from the server", key, "Check the endpoint.", null);
        }
        return path;
    }

    private Entry folder(String path) {
        String bare = path.substring(0, path.length() - 1);
        return keys.isPath(bare) ? Entry.folder(bare, null, Meta.NONE) : other(path);
    }

    private Entry file(String shown, String path, Xml blob) throws IOException {
        return keys.isPath(path) ? BlobEntries.of(shown, path, blob) : other(path);
    }

    /// A name that no path can be.
    private static Entry other(String path) {
        return new Entry(path, Entry.Kind.OTHER, 0, null, null, Meta.NONE, Map.of());
    }

    /// Takes a blob or a prefix.
    @FunctionalInterface
    private interface Blobs {
        void accept(Xml one) throws IOException;
    }

    private void pages(String shown, String prefix, String delimiter, Blobs sink) throws IOException {
        Container.Ask first = Container.Ask.of(shown, "GET", "")
                .query("restype", "container", "comp", "list", "include", "metadata", "maxresults", PAGE)
                .query("prefix", prefix);
        if (!delimiter.isEmpty()) {
            first = first.query("delimiter", delimiter);
        }
        String next = "";
        do {
            Xml page = container.ask(next.isEmpty() ? first : first.query("marker", next));
            @Nullable Xml blobs = page.child("Blobs");
            if (blobs != null) {
                for (Xml one : blobs.children()) {
                    sink.accept(one);
                }
            }
            @Nullable String marker = page.text("NextMarker");
            if (marker != null && !marker.isEmpty() && marker.equals(next)) {
                throw new Corrupt(shown, -1, "where the listing goes on", "nothing", "Check the endpoint.", null);
            }
            next = marker == null ? "" : marker;
        } while (!next.isEmpty());
    }
}
