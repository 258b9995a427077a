package reel.backend.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// What a failed connection means to the caller.
final class WireFailure {
    private WireFailure() {}

    /// @param shown the thing that the call was about
    static IOException of(String shown, Host host, IOException failure) {
        if (failure instanceof ReelException) {
            return failure;
        }
        if (Thread.currentThread().isInterrupted() || failure instanceof ClosedByInterruptException) {
            InterruptedIOException stopped = new InterruptedIOException("interrupted at " + shown);
            stopped.initCause(failure);
            return stopped;
        }
        return switch (failure) {
            case UnknownHostException unknown -> unknown(host, unknown);
            case SSLException untrusted -> tls(host, untrusted);
            case ConnectException refused ->
                new Transient(host.toString(), "nobody answers there (" + reason(refused) + ")", null, refused);
            case NoRouteToHostException away ->
                new Transient(host.toString(), "there is no way to it (" + reason(away) + ")", null, away);
            case SocketTimeoutException late ->
                new Transient(host.toString(), "did not take a connection in time", null, late);
            case InterruptedIOException interrupted -> interrupted;
            case EOFException cut -> new Transient(shown, "the connection to " + host + " ended early", null, cut);
            default ->
                new Transient(shown, "the connection to " + host + " was cut (" + reason(failure) + ")", null, failure);
        };
    }

    private static IOException unknown(Host host, UnknownHostException unknown) {
        String reason = reason(unknown);
        if (reason.contains("Temporary failure")) {
            return new Transient(host.toString(), "its name cannot be resolved now", null, unknown);
        }
        return new Missing(
                host.toString(), "there is no host of this name", "Check the name and the endpoint.", unknown);
    }

    private static IOException tls(Host host, SSLException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new Refused(
                        host.toString(),
                        "its certificate is not trusted (" + cause.getMessage() + ")",
                        "Give the authority's certificate with the option ca-file, or correct the host's name.",
                        failure);
            }
            if (cause instanceof java.net.SocketException || cause instanceof EOFException) {
                return new Transient(host.toString(), "the secure connection was cut", null, failure);
            }
        }
        if (reason(failure).contains("Unsupported or unrecognized SSL message")) {
            return new Refused(
                    host.toString(), "does not speak TLS", "Write the endpoint with http:// instead.", failure);
        }
        return new Refused(
                host.toString(),
                "no secure connection can be made (" + reason(failure) + ")",
                "Check the endpoint and the clock.",
                failure);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
