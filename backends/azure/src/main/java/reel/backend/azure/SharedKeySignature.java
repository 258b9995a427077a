package reel.backend.azure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs calls with an account's key ("Authorize with Shared Key", for versions from 2015-02-21 on).
final class SharedKeySignature {
    /// In the order of the text to sign; a missing one is an empty line.
    private static final String[] SIGNED = {
        "content-encoding",
        "content-language",
        "content-length",
        "content-md5",
        "content-type",
        "date",
        "if-modified-since",
        "if-match",
        "if-none-match",
        "if-unmodified-since",
        "range"
    };

    private SharedKeySignature() {}

    /// The value of the `Authorization` header.
    ///
    /// @param path    encoded, as it goes over the wire
    /// @param query   decoded
    /// @param length  of the body
    static String of(
            String account,
            byte[] key,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            long length) {
        return "SharedKey " + account + ":" + sign(key, text(account, method, path, query, headers, length));
    }

    static String text(
            String account,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            long length) {
        TreeMap<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value.strip()));
        if (length > 0) {
            lower.put("content-length", Long.toString(length));
        }
        StringBuilder text = new StringBuilder(method).append('\n');
        for (String name : SIGNED) {
            text.append(lower.getOrDefault(name, "")).append('\n');
        }
        lower.forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
        text.append('/').append(account).append(path);
        new TreeMap<>(query)
                .forEach((name, value) ->
                        text.append('\n').append(name).append(':').append(value));
        return text.toString();
    }

    private static String sign(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no HMAC of SHA-256", impossible);
        }
    }
}
