package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that speaks S3 and checks signatures. */
class S3ObjectStoreTest extends ObjectStoreContract {

    private static final String BUCKET = "bucket";

    private static BlobStoreContext storage;
    private static S3Proxy server;

    private S3ObjectStore store;

    @BeforeAll
    static void startServer() throws Exception {
        storage = ContextBuilder.newBuilder(new TransientApiMetadata()).buildView(BlobStoreContext.class);
        storage.getBlobStore().createContainerInLocation(null, BUCKET);
        server = S3Proxy.builder()
                .blobStore(storage.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
                .build();
        server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
        storage.close();
    }

    @BeforeEach
    void openStore() {
        store = open(BUCKET + "/" + UUID.randomUUID(), "secret");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void aSignedUrlIsGoodForAnyone() throws Exception {
        ObjectName name = new ObjectName("some/object");
        store.put(name, bytes("some words"));

        URI url = store.downloadUrl(name, Duration.ofMinutes(1)).orElseThrow();

        try (InputStream content = url.toURL().openStream()) {
            assertThat(content).hasContent("some words");
        }
    }

    @Test
    void aWrongKeyIsSaid() {
        try (S3ObjectStore stranger = open(BUCKET, "other")) {
            assertThatThrownBy(() -> stranger.put(new ObjectName("some/object"), new byte[1]))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("cannot store 'some/object' in s3://bucket/");
        }
    }

    @Test
    void aBucketThatIsNotThereIsNoAbsentObject() {
        try (S3ObjectStore elsewhere = open("no-such-bucket", "secret")) {
            assertThatThrownBy(() -> elsewhere.open(new ObjectName("some/object")))
                    .isInstanceOf(ObjectStoreException.class);
        }
    }

    private static S3ObjectStore open(String bucketAndPrefix, String secret) {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        return S3Connection.open(
                S3Location.parse("s3://" + bucketAndPrefix),
                new ObjectStoreProperties.S3(endpoint, "us-east-1", true, "key", secret));
    }
}
