package reel.backend.azure;

import java.util.HashMap;
import java.util.Map;

/// `AccountName=…;AccountKey=…`, as Azure's portal gives it.
final class ConnectionString {
    private ConnectionString() {}

    static Map<String, String> parse(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }
}
