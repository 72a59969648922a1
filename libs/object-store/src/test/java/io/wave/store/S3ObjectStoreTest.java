package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.security.TrustedCertificates;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With an S3 server that verifies signatures. */
class S3ObjectStoreTest extends ObjectStoreContract {

    private static final String BUCKET = "bucket";
    private static final ObjectName NAME = new ObjectName("some/object");

    private static S3Proxy server;

    private String prefix = "";
    private S3ObjectStore store;

    @BeforeAll
    static void startServer() throws Exception {
        TransientNio2BlobStore storage = new TransientNio2BlobStore();
        storage.createContainer(BUCKET);
        server = S3Proxy.builder()
                .blobStore(storage)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
                .build();
        server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void openStore() {
        prefix = BUCKET + "/" + UUID.randomUUID();
        store = open(prefix, "secret");
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
    void presignedUrlNeedsNoCredentials() throws Exception {
        store.put(NAME, bytes("some words"));

        URI url = store.downloadUrl(NAME, Duration.ofMinutes(1)).orElseThrow();

        try (InputStream content = url.toURL().openStream()) {
            assertThat(content).hasContent("some words");
        }
    }

    @Test
    void presignedUploadNeedsNoCredentials() throws Exception {
        URI url = store.uploadUrl(NAME, Duration.ofMinutes(1)).orElseThrow();

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(url)
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes("some words")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }

        try (InputStream content = store.open(NAME).orElseThrow()) {
            assertThat(content).hasContent("some words");
        }
    }

    @Test
    void wrongKeyIsReported() {
        try (S3ObjectStore stranger = open(BUCKET, "other")) {
            assertThatThrownBy(() -> stranger.put(NAME, new byte[1]))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("cannot store 'some/object' in s3://bucket/");
        }
    }

    @Test
    void missingBucketIsNotAMissingObject() {
        try (S3ObjectStore elsewhere = open("no-such-bucket", "secret")) {
            assertThatThrownBy(() -> elsewhere.open(NAME)).isInstanceOf(ObjectStoreException.class);
        }
    }

    @Test
    void interruptedContentIsResumed() throws Exception {
        byte[] content = content();
        store.put(NAME, content);
        try (CuttingRelay relay = new CuttingRelay(server.getPort());
                S3ObjectStore cut = open(prefix, "secret", relay.port())) {
            relay.cut(5, 100_000);
            try (InputStream in = cut.open(NAME).orElseThrow()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            try (InputStream in = cut.open(NAME, 500_000).orElseThrow()) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 500_000, content.length));
            }
            assertThat(relay.cutsLeft()).isZero();
        }
    }

    @Test
    void permanentlyInterruptedContentFails() throws Exception {
        store.put(NAME, content());
        try (CuttingRelay relay = new CuttingRelay(server.getPort());
                S3ObjectStore cut = open(prefix, "secret", relay.port())) {
            relay.cut(1000, 20_000);
            try (InputStream in = cut.open(NAME).orElseThrow()) {
                relay.cut(1000, 0);
                assertThatThrownBy(in::readAllBytes)
                        .isInstanceOf(ObjectStoreException.class)
                        .hasMessageContaining("interrupted at byte");
            }
        }
    }

    @Test
    void contentReplacedMeanwhileIsNotMixed() throws Exception {
        store.put(NAME, content());
        try (CuttingRelay relay = new CuttingRelay(server.getPort());
                S3ObjectStore cut = open(prefix, "secret", relay.port())) {
            relay.cut(1, 100_000);
            try (InputStream in = cut.open(NAME).orElseThrow()) {
                store.put(NAME, new byte[2_000_000]);
                assertThatThrownBy(in::readAllBytes).isInstanceOf(ObjectStoreException.class);
            }
        }
    }

    private static byte[] content() {
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);
        return content;
    }

    private static S3ObjectStore open(String bucketAndPrefix, String secret) {
        return open(bucketAndPrefix, secret, server.getPort());
    }

    private static S3ObjectStore open(String bucketAndPrefix, String secret, int port) {
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        return S3Connection.open(
                S3Location.parse("wave.store.location", "s3://" + bucketAndPrefix),
                new S3Settings(endpoint, "us-east-1", true, "key", secret),
                TrustedCertificates.OF_RUNTIME);
    }
}
