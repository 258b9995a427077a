package reel.backend.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Answer;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Xml;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a server refused, and what that means to the caller.
///
/// @param code    of the service; empty where it gives none
/// @param region  where the bucket really lies; null where the server does not say
/// @param ahead   how far our clock is ahead of the server's; null where the server does not tell its time
record S3Failure(
        String shown,
        int status,
        String code,
        String message,
        @Nullable String region,
        @Nullable Duration retryAfter,
        @Nullable Duration ahead) {
    /// More than any explanation has.
    private static final int MOST_BYTES = 64 << 10;

    static S3Failure read(String shown, Answer answer) throws IOException {
        byte[] body = answer.start(MOST_BYTES);
        @Nullable Xml xml = null;
        try {
            xml = body.length == 0 ? null : Xml.read(shown, new ByteArrayInputStream(body));
        } catch (Corrupt noXml) {
            // A proxy's page; the status has to do.
        }
        return of(shown, answer, xml);
    }

    static S3Failure of(String shown, Answer answer, @Nullable Xml xml) {
        @Nullable String code = xml == null ? null : xml.text("Code");
        @Nullable String message = xml == null ? null : xml.text("Message");
        @Nullable String region = answer.header("x-amz-bucket-region");
        if (region == null && xml != null) {
            region = xml.text("Region");
        }
        @Nullable Instant now = HttpTime.date(answer.header("date"));
        return new S3Failure(
                shown,
                answer.status(),
                code == null ? "" : code,
                message == null ? "" : clean(message),
                region,
                answer.retryAfter(),
                now == null ? null : Duration.between(now, Instant.now()));
    }

    private static String clean(String message) {
        return message.substring(0, Math.min(300, message.length())).replaceAll("[^ -~]", "?");
    }

    ReelException meaning() {
        return switch (code) {
            case "NoSuchKey", "NoSuchVersion" -> new Missing(shown, "there is no such file");
            case "NoSuchUpload" -> new Missing(shown, "its unfinished upload is gone", "Transfer it again.");
            case "NoSuchBucket" -> new Missing(shown, "there is no such bucket", "Check the name and the endpoint.");
            case "InvalidAccessKeyId" ->
                new Refused(shown, "the access key is not known there", "Check the key and the endpoint.");
            case "SignatureDoesNotMatch" ->
                new Refused(shown, "the secret key is wrong", "Check the key's secret, the region and the endpoint.");
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "ExpiredTokenException" ->
                new Refused(shown, "the login has expired", "Log in again, for example with `aws sso login`.");
            case "RequestTimeTooSkewed", "RequestExpired" -> skewed();
            case "AccessDenied" -> denied();
            case "PreconditionFailed" -> new Conflict(shown, "somebody else changed or made it meanwhile");
            case "ConditionalRequestConflict", "OperationAborted" -> busy("another write to it is under way");
            case "SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError", "Throttling" -> busy(code);
            case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody" ->
                busy("the bytes were damaged on the way (" + code + ")");
            case "InvalidObjectState" ->
                new Refused(shown, "lies in an archive and cannot be read now", "Restore it first, then try again.");
            case "QuotaExceeded", "QuotaExceededException", "XMinioStorageFull", "EntityTooLarge" ->
                new Exhausted(shown, "has no room there (" + text() + ")", "Free some space or raise the quota.");
            default -> byStatus();
        };
    }

    private ReelException byStatus() {
        return switch (status) {
            case 404 -> new Missing(shown, "there is no such file");
            case 401, 403 -> denied();
            case 412 -> new Conflict(shown, "somebody else changed or made it meanwhile");
            case 416 -> new Conflict(shown, "is shorter than it was", "Run the command again.");
            case 408, 429, 500, 502, 503, 504 -> busy("status " + status);
            case 507 -> new Exhausted(shown, "has no room there (" + text() + ")", "Free some space.");
            case 301, 302, 307, 308 ->
                new Refused(
                        shown,
                        "the bucket lies elsewhere" + (region == null ? "" : ", in the region " + region),
                        "Set the options region and endpoint.");
            default -> new Refused(shown, "the server refused it (" + text() + ")", null);
        };
    }

    private String text() {
        return code.isEmpty() ? "status " + status : code + (message.isEmpty() ? "" : ": " + message);
    }

    private Refused denied() {
        return new Refused(
                shown,
                "access denied" + (code.isEmpty() || message.isEmpty() ? "" : " (" + message + ")"),
                "Check that the key may do this there: list, read, write, delete.");
    }

    private Refused skewed() {
        String how = ahead == null
                ? ""
                : ", " + ahead.abs().toMinutes() + " minutes " + (ahead.isNegative() ? "behind" : "ahead of")
                        + " the server's";
        return new Refused(shown, "this machine's clock is wrong" + how, "Set the clock, then try again.");
    }

    private Transient busy(String why) {
        return new Transient(shown, "the server could not do it now (" + why + ")", retryAfter, null);
    }
}
