package reel.backend.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// Answers in JSON, read with suspicion.
final class Json {
    private Json() {}

    /// @param in bounded by whoever gives it
    static JsonObject read(String shown, InputStream in) throws IOException {
        try {
            JsonElement element =
                    JsonParser.parseReader(new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            if (element.isJsonObject()) {
                return element.getAsJsonObject();
            }
        } catch (JsonParseException | StackOverflowError broken) {
            if (broken.getCause() instanceof IOException cut) {
                throw cut;
            }
        }
        throw wrong(shown, "an answer in JSON", "something else");
    }

    /// Null where there is none, or no text.
    static @Nullable String text(JsonObject object, String name) {
        @Nullable JsonElement element = object.get(name);
        return element != null && element.isJsonPrimitive() ? element.getAsString() : null;
    }

    static String require(String shown, JsonObject object, String name) throws Corrupt {
        @Nullable String text = text(object, name);
        if (text == null) {
            throw wrong(shown, name + " in the answer", "none");
        }
        return text;
    }

    static long number(String shown, JsonObject object, String name) throws Corrupt {
        String text = require(shown, object, name);
        if (!text.matches("\\d{1,18}")) {
            throw wrong(shown, name + " as a number", "something else");
        }
        return Long.parseLong(text);
    }

    static @Nullable JsonObject object(JsonObject object, String name) {
        @Nullable JsonElement element = object.get(name);
        return element != null && element.isJsonObject() ? element.getAsJsonObject() : null;
    }

    static List<JsonElement> list(JsonObject object, String name) {
        @Nullable JsonElement element = object.get(name);
        return element != null && element.isJsonArray()
                ? element.getAsJsonArray().asList()
                : new ArrayList<>();
    }

    static Corrupt wrong(String shown, String expected, String actual) {
        return new Corrupt(shown, -1, expected, actual, "Check that the endpoint is Google Cloud Storage.", null);
    }
}
