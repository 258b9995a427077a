package reel.backend.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.wire.Held;

/// The objects of [LocalGcs], which calls it from one thread at a time.
final class GcsObjects {
    /// The most objects and prefixes of a page.
    private static final int PAGE = 1000;

    private final TreeMap<String, Stored> objects = new TreeMap<>(
            Comparator.comparing((String name) -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    private long generation = 1_700_000_000_000_000L;

    /// An object.
    record Stored(byte[] bytes, JsonObject json) {}

    /// An error of the service.
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final String reason;

        Refusal(int status, String reason, String message) {
            super(message);
            this.status = status;
            this.reason = reason;
        }
    }

    TreeSet<String> names() {
        return new TreeSet<>(objects.keySet());
    }

    /// That an object is the version that a call wants; 0 stands for none.
    void check(String name, @Nullable String wanted) {
        @Nullable Stored stored = objects.get(name);
        String actual = stored == null ? "0" : stored.json().get("generation").getAsString();
        if (wanted != null && !wanted.equals(actual)) {
            throw new Refusal(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
        }
    }

    Stored get(String name, Map<String, String> query) {
        @Nullable Stored stored = objects.get(name);
        if (stored == null) {
            throw new Refusal(404, "notFound", "No such object: " + name);
        }
        check(name, query.get("ifGenerationMatch"));
        return stored;
    }

    JsonObject create(JsonObject description, byte[] bytes, @Nullable String onlyIf, @Nullable String claimed) {
        String name = description.get("name").getAsString();
        check(name, onlyIf);
        String sum = base64(DigestKind.CRC32C, bytes);
        if (description.has("crc32c")
                        && !description.get("crc32c").getAsString().equals(sum)
                || claimed != null && !claimed.equals("crc32c=" + sum)) {
            throw new Refusal(400, "invalid", "Provided CRC32C does not match the calculated one.");
        }
        JsonObject object = description.deepCopy();
        object.addProperty("size", Integer.toString(bytes.length));
        object.addProperty("generation", Long.toString(++generation));
        object.addProperty("updated", Instant.now().toString());
        object.addProperty("crc32c", sum);
        object.addProperty("md5Hash", base64(DigestKind.MD5, bytes));
        objects.put(name, new Stored(bytes, object));
        return object;
    }

    private static String base64(DigestKind kind, byte[] bytes) {
        return Held.base64(Digester.of(kind, MemorySegment.ofArray(bytes)));
    }

    JsonObject patch(String name, Map<String, String> query, JsonObject changes) {
        Stored stored = get(name, query);
        for (String field : changes.keySet()) {
            stored.json().add(field, changes.get(field));
        }
        stored.json().addProperty("updated", Instant.now().toString());
        return stored.json();
    }

    void delete(String name, Map<String, String> query) {
        get(name, query);
        objects.remove(name);
    }

    /// The first call of a copy only says that more are needed, as with large objects.
    JsonObject rewrite(String from, String to, Map<String, String> query) {
        @Nullable Stored source = objects.get(from);
        if (source == null) {
            throw new Refusal(404, "notFound", "No such object: " + from);
        }
        check(from, query.get("ifSourceGenerationMatch"));
        JsonObject answer = new JsonObject();
        if (!query.containsKey("rewriteToken")) {
            answer.addProperty("done", false);
            answer.addProperty("rewriteToken", "go on");
            return answer;
        }
        JsonObject description = source.json().deepCopy();
        description.addProperty("name", to);
        answer.addProperty("done", true);
        answer.add("resource", create(description, source.bytes(), null, null));
        return answer;
    }

    JsonObject list(Map<String, String> query) {
        String prefix = query.getOrDefault("prefix", "");
        @Nullable String delimiter = query.get("delimiter");
        String after = query.getOrDefault("pageToken", "");
        int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("maxResults", "1000")));
        JsonArray items = new JsonArray();
        TreeSet<String> prefixes = new TreeSet<>();
        @Nullable String last = null;
        JsonObject page = new JsonObject();
        for (Map.Entry<String, Stored> one :
                objects.tailMap(after, after.isEmpty()).entrySet()) {
            String name = one.getKey();
            int end = delimiter == null || !name.startsWith(prefix) ? -1 : name.indexOf(delimiter, prefix.length());
            String below = end < 0 ? "" : name.substring(0, end + 1);
            if (!name.startsWith(prefix) || end >= 0 && (prefixes.contains(below) || after.startsWith(below))) {
                continue;
            }
            if (items.size() + prefixes.size() == most) {
                page.addProperty("nextPageToken", last);
                break;
            }
            if (end >= 0) {
                prefixes.add(below);
            } else {
                items.add(one.getValue().json());
            }
            last = name;
        }
        JsonArray folders = new JsonArray();
        prefixes.forEach(folders::add);
        page.add("items", items);
        page.add("prefixes", folders);
        return page;
    }
}
