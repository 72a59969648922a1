package io.wave.proxy.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.security.RootKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;

class PeerSignatureTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Source BLOB = new Source("quay.io/app", Digest.of(new byte[1]));
    private static final RootKey KEY = RootKey.parse(Base64.getEncoder().encodeToString(new byte[32]));

    private final PeerSignature receiver = replica("10.0.0.1", KEY, NOW);
    private final PeerSignature sender = replica("10.0.0.2", KEY, NOW);
    private final String valid = sender.sign(new BlobOwner.Peer("10.0.0.1:9090"), BLOB);

    @Test
    void replicasOfOneInstallationReadFromEachOther() {
        assertThat(receiver.isValid(valid, BLOB)).isTrue();
        String v6 = sender.sign(new BlobOwner.Peer("[fd00::1]:9090"), BLOB);
        assertThat(replica("fd00::1", KEY, NOW).isValid(v6, BLOB)).isTrue();
    }

    @Test
    void signatureIsForOneBlobAndOneReplica() {
        assertThat(receiver.isValid(valid, new Source("quay.io/other", BLOB.digest())))
                .isFalse();
        assertThat(receiver.isValid(valid, new Source(BLOB.repository(), Digest.of(new byte[2]))))
                .isFalse();
        assertThat(replica("10.0.0.3", KEY, NOW).isValid(valid, BLOB)).isFalse();
    }

    @Test
    void signatureExpires() {
        Duration validity = PeerSignature.VALIDITY;
        assertThat(replica("10.0.0.1", KEY, NOW.plus(validity).minusSeconds(1)).isValid(valid, BLOB))
                .isTrue();
        assertThat(replica("10.0.0.1", KEY, NOW.plus(validity)).isValid(valid, BLOB))
                .isFalse();
    }

    @Test
    void otherInstallationIsRefused() {
        byte[] key = new byte[32];
        key[0] = 1;
        RootKey other = RootKey.parse(Base64.getEncoder().encodeToString(key));
        assertThat(replica("10.0.0.1", other, NOW).isValid(valid, BLOB)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1893456120", "1893456120.", "x.y", "-1.y", "99999999999999999999.y"})
    void anythingElseIsRefused(String header) {
        assertThat(receiver.isValid(header, BLOB)).isFalse();
        assertThat(receiver.isValid(null, BLOB)).isFalse();
        assertThat(receiver.isValid(valid + "x".repeat(10_000), BLOB)).isFalse();
    }

    private static PeerSignature replica(String address, RootKey key, Instant now) {
        OwnAddress own = new OwnAddress(new PeerProperties(address));
        own.started(new ReactiveWebServerInitializedEvent(new Port(), new ReactiveWebServerApplicationContext()));
        return new PeerSignature(key, own, () -> now);
    }

    private static final class Port implements WebServer {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public int getPort() {
            return 9090;
        }
    }
}
