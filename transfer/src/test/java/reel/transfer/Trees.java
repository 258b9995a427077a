package reel.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// Files put into places and read back from them, for tests.
public final class Trees {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Trees() {}

    public static void put(Place place, String path, byte[] bytes) throws IOException {
        put(place, path, bytes, NOON, Meta.NONE);
    }

    public static void put(Place place, String path, byte[] bytes, Instant modified, Meta meta) throws IOException {
        long part = place.traits().parts().fit(1, bytes.length);
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes.length, Math.max(part, bytes.length)))) {
            if (bytes.length > 0) {
                writing.write(0, Source.of(bytes));
            }
            writing.publish(modified, meta, Map.of());
        }
    }

    public static void link(Place place, String path, String target) throws IOException {
        Objects.requireNonNull(place.traits().linking()).link(path, target);
    }

    public static void touch(Place place, String path, Instant modified, Meta meta) throws IOException {
        Objects.requireNonNull(place.traits().touching()).touch(path, modified, meta);
    }

    public static byte[] get(Place place, String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(0, reading.entry().size(), piece -> out.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return out.toByteArray();
    }

    /// Everything below a folder: files with their size, folders with a `/`, links with their target.
    public static Map<String, String> below(Place place, String folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        collect(place, folder, "", found);
        return found;
    }

    private static void collect(Place place, String folder, String prefix, Map<String, String> into)
            throws IOException {
        Map<String, Entry> children = new TreeMap<>();
        place.list(folder, entry -> children.put(entry.name(), entry));
        for (Map.Entry<String, Entry> child : children.entrySet()) {
            String path = prefix + child.getKey();
            Entry entry = child.getValue();
            switch (entry.kind()) {
                case FILE -> into.put(path, "" + entry.size());
                case LINK -> into.put(path, "-> " + entry.meta().linkTarget());
                case OTHER -> into.put(path, "?");
                case FOLDER -> {
                    into.put(path + "/", "");
                    collect(place, entry.path(), path + "/", into);
                }
            }
        }
    }
}
