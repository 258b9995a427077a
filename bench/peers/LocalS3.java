import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// S3Proxy over a folder, for bench/transfer.sh: LocalS3 PORT FOLDER KEY SECRET BUCKET
class LocalS3 {
    public static void main(String[] args) throws Exception {
        FilesystemNio2BlobStore store =
                new FilesystemNio2BlobStore(Files.createDirectories(Path.of(args[1])).toString());
        store.createContainer(args[4]);
        S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + args[0]))
                .awsAuthentication(AuthenticationType.AWS_V4, args[2], args[3])
                .v4MaxNonChunkedRequestSize(128 << 20)
                .build()
                .start();
        System.out.println("listening");
    }
}
