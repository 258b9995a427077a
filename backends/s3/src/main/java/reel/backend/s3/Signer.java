package reel.backend.s3;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.wire.Call;
import reel.backend.wire.Percent;

/// Signs calls, AWS signature version 4 for S3 (paths are encoded once and never normalized).
///
/// Over TLS the body is not part of the signature, since nobody can change it there and its checksum is
/// signed as a header; in the clear its SHA-256 is, so that the server notices what was changed on the way.
final class Signer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern SPACES = Pattern.compile(" {2,}");

    private static final String NO_BYTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// The key of a day, which many calls share.
    private record DayKey(String secret, String scope, byte[] key) {}

    private volatile @Nullable DayKey last;

    /// A second as it is written, for the many calls of that second.
    private record Second(long epoch, String text) {}

    private volatile @Nullable Second second;

    /// @param path  encoded
    /// @param query decoded
    /// @param body  whether the signature covers it
    /// @return the headers that the call needs besides its own
    Map<String, String> sign(
            Call call, String path, Map<String, String> query, Keypair keys, String region, Instant now, boolean body)
            throws IOException {
        String time = time(now);
        String scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        Map<String, String> added = new LinkedHashMap<>();
        added.put("x-amz-date", time);
        added.put("x-amz-content-sha256", body ? payload(call) : "UNSIGNED-PAYLOAD");
        if (keys.session() != null) {
            added.put("x-amz-security-token", keys.session());
        }
        TreeMap<String, String> signed =
                new TreeMap<>(Map.of("host", call.host().header()));
        call.headers().forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), plain(value)));
        added.forEach((name, value) -> signed.put(name, plain(value)));
        String names = String.join(";", signed.keySet());
        StringBuilder canonical = new StringBuilder(512)
                .append(call.method())
                .append('\n')
                .append(path)
                .append('\n')
                .append(query(query))
                .append('\n');
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(added.get("x-amz-content-sha256"));
        String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + HexFormat.of().formatHex(sha256().digest(bytes(canonical.toString())));
        added.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + keys.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + HexFormat.of().formatHex(hmac(key(keys, scope), text)));
        return added;
    }

    private String time(Instant now) {
        @Nullable Second known = second;
        if (known == null || known.epoch() != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), TIME.format(now));
            second = known;
        }
        return known.text();
    }

    private static String query(Map<String, String> query) {
        TreeMap<String, String> encoded = new TreeMap<>();
        query.forEach((name, value) -> encoded.put(Percent.encode(name), Percent.encode(value)));
        StringBuilder text = new StringBuilder();
        encoded.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    /// Without spaces around it, and of several in a row one.
    private static String plain(String value) {
        String bare = value.strip();
        return bare.contains("  ") ? SPACES.matcher(bare).replaceAll(" ") : bare;
    }

    private byte[] key(Keypair keys, String scope) {
        @Nullable DayKey known = last;
        if (known != null
                && known.secret().equals(keys.secret())
                && known.scope().equals(scope)) {
            return known.key();
        }
        byte[] key = bytes("AWS4" + keys.secret());
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        last = new DayKey(keys.secret(), scope, key);
        return key;
    }

    private static String payload(Call call) throws IOException {
        @Nullable Source body = call.body();
        if (body == null || body.size() == 0) {
            return NO_BYTES;
        }
        // By way of an array, which the digest reads faster than memory off the heap.
        MessageDigest digest = sha256();
        byte[] step = new byte[32 << 10];
        for (long at = 0; at < body.size(); at += step.length) {
            int n = (int) Math.min(step.length, body.size() - at);
            body.read(at, MemorySegment.ofArray(step).asSlice(0, n));
            digest.update(step, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no HMAC of SHA-256", impossible);
        }
    }
}
