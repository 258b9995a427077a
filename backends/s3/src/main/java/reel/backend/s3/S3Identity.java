package reel.backend.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.stream.Refused;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/// Who signs: what the keyring or the environment of reel says, else the ways of the AWS tools (their
/// environment, profiles, single sign-on, roles of machines and containers).
final class S3Identity implements AutoCloseable {
    private final Location where;
    private final Logins logins;
    private final S3Options options;
    private volatile @Nullable AwsCredentialsProvider provider;
    private volatile @Nullable Keypair fixed;
    private boolean decided;

    S3Identity(Location where, Logins logins, S3Options options) {
        this.where = where;
        this.logins = logins;
        this.options = options;
    }

    /// The keys to sign with; null for a public bucket.
    @Nullable
    Keypair keys() throws IOException {
        decide();
        @Nullable AwsCredentialsProvider asked = provider;
        if (asked == null) {
            return fixed;
        }
        try {
            AwsCredentials found = asked.resolveCredentials();
            return new Keypair(
                    found.accessKeyId(),
                    found.secretAccessKey(),
                    found instanceof AwsSessionCredentials session ? session.sessionToken() : null);
        } catch (SdkException none) {
            throw new Refused(
                    where.toString(),
                    "there are no keys for it: not in the keyring, the environment, AWS profiles or this machine's role",
                    "Keep some with `reel remote login`, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                            + "log in with `aws sso login`, or set the option anonymous for a public bucket.",
                    none);
        }
    }

    private synchronized void decide() throws IOException {
        if (decided) {
            return;
        }
        @Nullable Login login = options.anonymous() ? new Login.Anonymous() : logins.known(where);
        switch (login) {
            case null -> provider = ownWays();
            case Login.Anonymous none -> {}
            case Login.AccessKey key -> fixed = new Keypair(key.id(), key.secret(), key.session());
            case Login.Password password -> {
                @Nullable String user = password.user();
                if (user == null) {
                    throw unsuitable(login);
                }
                fixed = new Keypair(user, password.secret(), null);
            }
            case Login.Token token -> throw unsuitable(login);
            case Login.SshKey key -> throw unsuitable(login);
        }
        decided = true;
    }

    private AwsCredentialsProvider ownWays() {
        DefaultCredentialsProvider.Builder builder =
                DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(false);
        if (options.profile() != null) {
            builder.profileName(options.profile());
        }
        return builder.build();
    }

    private Refused unsuitable(Login login) {
        return new Refused(where.toString(), "takes no " + login, "Give an access key: its id and its secret.");
    }

    @Override
    public synchronized void close() {
        if (provider instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception harmless) {
                // It holds nothing that outlives the process.
            }
        }
    }
}
