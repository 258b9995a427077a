package reel.backend.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reel.stream.Refused;

/// Whose certificates are believed: the system's authorities, or only those of a file, for servers of one's own.
///
/// Loading them takes longer than many a call, so it waits for the first connection that needs it.
public final class TlsTrust {
    private final @Nullable String file;
    private @Nullable SSLContext context;

    private TlsTrust(@Nullable String file) {
        this.file = file;
    }

    /// @param file certificates in PEM, the option `ca-file`; null for the system's
    public static TlsTrust of(@Nullable String file) {
        return new TlsTrust(file);
    }

    synchronized SSLContext context() throws IOException {
        @Nullable SSLContext known = context;
        if (known == null) {
            known = load(file);
            context = known;
        }
        return known;
    }

    private static SSLContext load(@Nullable String file) throws IOException {
        try {
            if (file == null) {
                return SSLContext.getDefault();
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    trusted.setCertificateEntry("ca" + count++, one);
                }
            }
            if (count == 0) {
                throw new Refused(file, "has no certificate in it", "Give a PEM file.");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException missing) {
            throw new Refused(String.valueOf(file), "is not there", "Correct the option ca-file.", missing);
        } catch (CertificateException broken) {
            throw new Refused(String.valueOf(file), "is no file of certificates", "Give a PEM file.", broken);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no TLS", impossible);
        } catch (GeneralSecurityException unusable) {
            throw new Refused(String.valueOf(file), "cannot be used: " + unusable.getMessage(), null, unusable);
        }
    }
}
