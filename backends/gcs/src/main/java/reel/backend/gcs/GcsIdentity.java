package reel.backend.gcs;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// Who calls: a key's file, what the keyring or the environment of reel says, else Google's default credentials
/// (`GOOGLE_APPLICATION_CREDENTIALS`, `gcloud auth application-default login`, the machine's own account).
final class GcsIdentity {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

    private final Location where;
    private final Logins logins;
    private final GcsOptions options;
    private @Nullable GoogleCredentials credentials;
    private @Nullable String token;
    private boolean decided;

    GcsIdentity(Location where, Logins logins, GcsOptions options) {
        this.where = where;
        this.logins = logins;
        this.options = options;
    }

    /// The value of the `Authorization` header; null for a public bucket.
    @Nullable
    String authorization() throws IOException {
        @Nullable GoogleCredentials found = decide();
        if (found == null) {
            return token == null ? null : "Bearer " + token;
        }
        return "Bearer " + fresh(found);
    }

    /// Google's library waits for the network without heeding interruption, so it does beside.
    private String fresh(GoogleCredentials found) throws IOException {
        FutureTask<String> task = new FutureTask<>(() -> {
            found.refreshIfExpired();
            @Nullable AccessToken given = found.getAccessToken();
            if (given == null) {
                throw new IOException("no token came");
            }
            return given.getTokenValue();
        });
        Thread.ofPlatform().daemon().name("reel-google-login").start(task);
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + where);
        } catch (ExecutionException failed) {
            @Nullable Throwable cause = failed.getCause();
            throw meaning(cause == null ? failed : cause);
        }
    }

    private ReelException meaning(Throwable failure) {
        if (failure instanceof com.google.auth.Retryable retryable && retryable.isRetryable()) {
            return new Transient(where.toString(), "Google gave no token now", null, failure);
        }
        return new Refused(
                where.toString(),
                "the login was not accepted (" + failure.getMessage() + ")",
                "Log in again, for example with `gcloud auth application-default login`, or check the key's file.",
                failure);
    }

    private synchronized @Nullable GoogleCredentials decide() throws IOException {
        if (!decided) {
            choose();
            decided = true;
        }
        return credentials;
    }

    private void choose() throws IOException {
        if (options.anonymous()) {
            return;
        }
        if (options.keyFile() != null) {
            credentials = fromFile(Path.of(options.keyFile()));
            return;
        }
        @Nullable Login login = logins.known(where);
        switch (login) {
            case null -> credentials = ownWays();
            case Login.Anonymous none -> {}
            case Login.Token given -> token = given.secret();
            case Login.AccessKey key ->
                throw unsuitable(login, "Use s3:// with the endpoint https://storage.googleapis.com for such keys.");
            case Login.Password password -> throw unsuitable(login, "Give a service account's key-file.");
            case Login.SshKey key -> throw unsuitable(login, "Give a service account's key-file.");
        }
    }

    private GoogleCredentials fromFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(in).createScoped(SCOPE);
        } catch (NoSuchFileException missing) {
            throw new Refused(file.toString(), "is not there", "Correct the option key-file.", missing);
        } catch (IOException | IllegalArgumentException broken) {
            throw new Refused(file.toString(), "is no file of a Google login", "Download the key again.", broken);
        }
    }

    private GoogleCredentials ownWays() throws Refused {
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
        } catch (IOException none) {
            throw new Refused(
                    where.toString(),
                    "there is no login for it",
                    "Run `gcloud auth application-default login`, give a service account's key-file, set REEL_GS, "
                            + "or set the option anonymous for a public bucket.",
                    none);
        }
    }

    private Refused unsuitable(Login login, String hint) {
        return new Refused(where.toString(), "takes no " + login, hint);
    }
}
