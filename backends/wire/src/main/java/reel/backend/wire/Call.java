package reel.backend.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;

/// A request.
///
/// @param shown   what messages call the thing it is about; no secrets
/// @param target  path and query, encoded, as they go over the wire
/// @param headers without `Host`, `Content-Length` and `Connection`
/// @param body    null for none, which sends no length either, except where the method wants one
public record Call(
        String shown,
        String method,
        Host host,
        String target,
        Map<String, String> headers,
        @Nullable Source body) {
    public Call {
        headers = Map.copyOf(headers);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            requireText(header.getKey());
            requireText(header.getValue());
        }
        requireText(target);
    }

    public static Call get(String shown, Host host, String target) {
        return new Call(shown, "GET", host, target, Map.of(), null);
    }

    public Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(shown, method, host, target, more, body);
    }

    public Call with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Call(shown, method, host, target, more, body);
    }

    /// Methods whose missing body is told as one of no bytes.
    boolean tellsLength() {
        return body != null || method.equals("PUT") || method.equals("POST");
    }

    /// A line break in a header would be another header.
    private static void requireText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("a header with the character U+%04X".formatted((int) c));
            }
        }
    }

    /// For messages: no query and no header, which may hold signatures.
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return method + " " + host + (query < 0 ? target : target.substring(0, query));
    }
}
