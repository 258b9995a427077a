package reel.backend.http;

import reel.backend.wire.Answer;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a status that is no success means to the caller.
final class HttpFailure {
    private HttpFailure() {}

    static ReelException of(String shown, Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 401 ->
                new Refused(
                        shown,
                        "the server wants a login (401)",
                        "Store one with `reel remote login`, or set REEL_HTTP_PASSWORD or REEL_HTTP_TOKEN.");
            case 403 -> new Refused(shown, "the server does not allow it (403)", "Check the login and the address.");
            case 404, 410 -> new Missing(shown, "is not there (" + status + ")");
            case 405, 501 ->
                new Refused(shown, "the server does not offer this (" + status + ")", "Use a server with WebDAV.");
            case 407 ->
                new Refused(shown, "a proxy in between wants a login (407)", "Log in to the proxy, or go around it.");
            case 409 -> new Conflict(shown, "the folder it belongs into is not there (409)");
            case 412 -> new Conflict(shown, "exists or changed meanwhile (412)", "Run the command again.");
            case 413 -> new Refused(shown, "is larger than the server takes (413)", "Ask for a higher limit there.");
            case 416 -> new Conflict(shown, "is shorter than it was (416)", "Run the command again.");
            case 423 -> new Transient(shown, "is locked by somebody on the server (423)", null, null);
            case 507 -> new Exhausted(shown, "the server has no room left (507)", "Make room there, then try again.");
            case 408, 425, 429, 500, 502, 503, 504 ->
                new Transient(shown, "the server could not answer now (" + status + ")", answer.retryAfter(), null);
            default -> new Refused(shown, "the server answered " + status, "Check the address.");
        };
    }
}
