package reel.backend.azure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Answer;
import reel.backend.wire.HttpTime;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a server refused, and what that means to the caller.
///
/// @param code  of the service, told in a header; empty where it gives none
/// @param ahead how far our clock is ahead of the server's
record AzureFailure(
        String shown,
        int status,
        String code,
        String detail,
        @Nullable Duration retryAfter,
        Duration ahead) {
    private static final int MOST_BYTES = 64 << 10;

    /// Signatures are good for so long.
    private static final Duration SKEW = Duration.ofMinutes(14);

    static AzureFailure read(String shown, Answer answer) throws IOException {
        String body = new String(answer.start(MOST_BYTES), StandardCharsets.UTF_8);
        @Nullable String code = answer.header("x-ms-error-code");
        @Nullable Instant now = HttpTime.date(answer.header("date"));
        return new AzureFailure(
                shown,
                answer.status(),
                code == null ? "" : code,
                detail(body),
                answer.retryAfter(),
                now == null ? Duration.ZERO : Duration.between(now, Instant.now()));
    }

    /// What the service says beyond its code; never what was to be signed, which it repeats.
    private static String detail(String body) {
        int from = body.indexOf("<Message>");
        int to = body.indexOf('\n', from);
        if (from < 0) {
            return "";
        }
        String text = body.substring(from + "<Message>".length(), to < 0 ? body.length() : to);
        int tag = text.indexOf('<');
        String bare = tag < 0 ? text : text.substring(0, tag);
        return bare.substring(0, Math.min(200, bare.length())).replaceAll("[^ -~]", "?");
    }

    ReelException meaning() {
        return switch (code) {
            case "BlobNotFound", "ResourceNotFound" -> new Missing(shown, "there is no such file");
            case "ContainerNotFound" ->
                new Missing(shown, "there is no such container", "Check the name and the account.");
            case "AuthenticationFailed", "InvalidAuthenticationInfo" -> unauthenticated();
            case "AuthorizationFailure",
                    "AuthorizationPermissionMismatch",
                    "AuthorizationProtocolMismatch",
                    "InsufficientAccountPermissions",
                    "PublicAccessNotPermitted",
                    "NoAuthenticationInformation",
                    "AccountIsDisabled" -> denied();
            case "ConditionNotMet",
                    "BlobAlreadyExists",
                    "UploadBlobAlreadyExists",
                    "TargetConditionNotMet",
                    "SourceConditionNotMet" -> new Conflict(shown, "somebody else changed or made it meanwhile");
            case "InvalidBlockList", "InvalidBlobOrBlock" ->
                new Conflict(shown, "somebody else wrote it meanwhile", "Transfer it again.");
            case "ServerBusy", "InternalError", "OperationTimedOut" -> busy(code);
            case "Md5Mismatch", "Crc64Mismatch", "InvalidMd5" -> busy("the bytes were damaged on the way");
            case "BlobArchived", "BlobBeingRehydrated" ->
                new Refused(shown, "lies in an archive and cannot be read now", "Rehydrate it first.");
            case "LeaseIdMissing", "LeaseIdMismatchWithBlobOperation" ->
                new Refused(shown, "somebody holds a lease on it", "Break the lease, then try again.");
            case "InvalidRange" -> new Conflict(shown, "is shorter than it was", "Run the command again.");
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
            case 413, 507 -> new Exhausted(shown, "has no room there (" + text() + ")", null);
            default -> new Refused(shown, "the server refused it (" + text() + ")", null);
        };
    }

    private String text() {
        return code.isEmpty() ? "status " + status : code + (detail.isEmpty() ? "" : ": " + detail);
    }

    private Refused unauthenticated() {
        if (ahead.abs().compareTo(SKEW) > 0) {
            return new Refused(
                    shown,
                    "this machine's clock is wrong, " + ahead.abs().toMinutes() + " minutes "
                            + (ahead.isNegative() ? "behind" : "ahead of") + " the server's",
                    "Set the clock, then try again.");
        }
        return new Refused(
                shown, "the key or signature is wrong or has expired", "Check the account and its key, or log in.");
    }

    private Refused denied() {
        return new Refused(
                shown,
                "access denied" + (code.isEmpty() ? "" : " (" + code + ")"),
                "Check that the login may do this there: list, read, write, delete.");
    }

    private Transient busy(String why) {
        return new Transient(shown, "the server could not do it now (" + why + ")", retryAfter, null);
    }
}
