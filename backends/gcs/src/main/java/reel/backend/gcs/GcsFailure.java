package reel.backend.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Answer;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a server refused, and what that means to the caller.
///
/// @param reason of the first error told; empty where none is
record GcsFailure(
        String shown,
        int status,
        String reason,
        String message,
        @Nullable Duration retryAfter) {
    private static final int MOST_BYTES = 64 << 10;

    static GcsFailure read(String shown, Answer answer) throws IOException {
        byte[] body = answer.start(MOST_BYTES);
        String reason = "";
        String message = "";
        try {
            @Nullable JsonObject error = Json.object(Json.read(shown, new ByteArrayInputStream(body)), "error");
            if (error != null) {
                @Nullable String told = Json.text(error, "message");
                message = told == null ? "" : clean(told);
                for (JsonElement one : Json.list(error, "errors")) {
                    @Nullable String why = one.isJsonObject() ? Json.text(one.getAsJsonObject(), "reason") : null;
                    reason = reason.isEmpty() && why != null ? why : reason;
                }
            }
        } catch (Corrupt noJson) {
            // Downloads and proxies answer with text; the status has to do.
        }
        return new GcsFailure(shown, answer.status(), reason, message, answer.retryAfter());
    }

    private static String clean(String message) {
        return message.substring(0, Math.min(300, message.length())).replaceAll("[^ -~]", "?");
    }

    ReelException meaning() {
        return switch (status) {
            case 404, 410 -> missing();
            case 401 ->
                new Refused(
                        shown,
                        "the login is not accepted or has expired",
                        "Log in again, for example with `gcloud auth application-default login`.");
            case 403 -> forbidden();
            case 412 -> new Conflict(shown, "somebody else changed or made it meanwhile");
            case 416 -> new Conflict(shown, "is shorter than it was", "Run the command again.");
            case 408, 429, 500, 502, 503, 504 ->
                new Transient(shown, "the server could not do it now (status " + status + ")", retryAfter, null);
            case 413, 507 -> new Exhausted(shown, "has no room there (" + text() + ")", null);
            default -> refused();
        };
    }

    private Missing missing() {
        if (message.contains("bucket")) {
            return new Missing(shown, "there is no such bucket", "Check the name.");
        }
        return status == 410
                ? new Missing(shown, "its unfinished upload is gone", "Transfer it again.")
                : new Missing(shown, "there is no such file");
    }

    private ReelException forbidden() {
        return switch (reason) {
            case "rateLimitExceeded", "userRateLimitExceeded" ->
                new Transient(shown, "too many calls at once (" + reason + ")", retryAfter, null);
            case "quotaExceeded", "dailyLimitExceeded" ->
                new Exhausted(shown, "the quota is used up (" + reason + ")", "Raise the quota.");
            default ->
                new Refused(
                        shown,
                        "access denied" + (message.isEmpty() ? "" : " (" + message + ")"),
                        "Check that the account may do this there: list, read, write, delete.");
        };
    }

    private ReelException refused() {
        boolean damaged = message.contains("CRC32C") || message.contains("MD5") || message.contains("hash");
        return status == 400 && damaged
                ? new Transient(shown, "the bytes were damaged on the way", retryAfter, null)
                : new Refused(shown, "the server refused it (" + text() + ")", null);
    }

    private String text() {
        return "status " + status + (message.isEmpty() ? "" : ": " + message);
    }
}
