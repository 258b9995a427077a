package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.Held;
import reel.backend.wire.HttpTime;

/// Objects as entries. A file's own time stands in the object's metadata, which listings tell, too.
final class GcsEntries {
    /// As rclone writes and reads it.
    static final String TIME = "mtime";

    /// What an answer has to tell of an object.
    static final String FIELDS = "name,size,generation,updated,md5Hash,crc32c,contentType,metadata";

    private GcsEntries() {}

    static Entry of(String shown, String path, JsonObject object) throws IOException {
        @Nullable JsonObject metadata = Json.object(object, "metadata");
        @Nullable Instant kept = metadata == null ? null : HttpTime.kept(Json.text(metadata, TIME));
        Map<DigestKind, String> digests = new EnumMap<>(DigestKind.class);
        put(digests, DigestKind.MD5, Json.text(object, "md5Hash"));
        put(digests, DigestKind.CRC32C, Json.text(object, "crc32c"));
        return new Entry(
                path,
                Entry.Kind.FILE,
                Json.number(shown, object, "size"),
                kept != null ? kept : HttpTime.iso(Json.text(object, "updated")),
                Json.require(shown, object, "generation"),
                new Meta(null, null, null, null, Map.of(), Json.text(object, "contentType")),
                digests);
    }

    private static void put(Map<DigestKind, String> digests, DigestKind kind, @Nullable String base64) {
        @Nullable String hex = Held.hex(kind, base64);
        if (hex != null) {
            digests.put(kind, hex);
        }
    }

    /// What an object is described by when its upload begins.
    static JsonObject describe(
            @Nullable String key, @Nullable Instant modified, Meta meta, @Nullable String storageClass) {
        JsonObject object = new JsonObject();
        if (key != null) {
            object.addProperty("name", key);
        }
        object.addProperty("contentType", meta.contentType() == null ? "application/octet-stream" : meta.contentType());
        if (storageClass != null) {
            object.addProperty("storageClass", storageClass);
        }
        if (modified != null) {
            JsonObject metadata = new JsonObject();
            metadata.addProperty(TIME, modified.toString());
            object.add("metadata", metadata);
        }
        return object;
    }
}
