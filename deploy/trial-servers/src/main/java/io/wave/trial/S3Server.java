package io.wave.trial;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server over a folder, with one bucket, on all addresses. Requests and presigned URLs need valid signatures. */
final class S3Server implements AutoCloseable {

    /** The only bucket. */
    static final String BUCKET = "wave";

    private final S3Proxy server;

    private S3Server(S3Proxy server) {
        this.server = server;
    }

    static S3Server start(Path folder, int port, String secretKey) {
        BlobStore objects = new FilesystemNio2BlobStore(folder.toString());
        try {
            if (!objects.containerExists(BUCKET)) {
                objects.createContainer(BUCKET);
            }
            S3Proxy server = S3Proxy.builder()
                    .blobStore(objects)
                    .endpoint(URI.create("http://0.0.0.0:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, TrialSettings.USER, secretKey)
                    .build();
            server.start();
            return new S3Server(server);
        } catch (Exception failed) {
            throw new IllegalStateException("S3 could not be started: " + failed.getMessage(), failed);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IOException("S3 could not be stopped", failed);
        }
    }
}
