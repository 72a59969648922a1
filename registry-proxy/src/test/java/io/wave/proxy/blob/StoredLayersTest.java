package io.wave.proxy.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.Digest;
import io.wave.proxy.blob.BlobRequest.Kind;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.StoredObject;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers in an object store with signed URLs. */
class StoredLayersTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Digest KEPT = Digest.of("kept".getBytes(StandardCharsets.UTF_8));
    private static final Digest LOST = Digest.of("lost".getBytes(StandardCharsets.UTF_8));

    private final StoredLayers layers = new StoredLayers(new SigningStore(), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({"PT10M,600", "PT36H,1800", "PT0S,1", "PT-5S,1"})
    void getIsRedirectedToUrlThatExpiresWithToken(Duration left, long seconds) {
        assertThat(serve(KEPT, Kind.GET, left))
                .isEqualTo(new RegistryResponse.Redirect(
                        307, URI.create("https://store.test/" + KEPT.hex() + "?for=" + seconds)));
    }

    @Test
    void headIsAnsweredWithoutRedirect() {
        assertThat(serve(KEPT, Kind.HEAD, Duration.ofHours(1)))
                .isInstanceOfSatisfying(RegistryResponse.StreamedBlob.class, head -> {
                    assertThat(head.length()).isEqualTo(4);
                    assertThat(head.digest()).isEqualTo(KEPT);
                });
    }

    @Test
    void deletedLayerIsNotFound() {
        assertThatThrownBy(() -> serve(LOST, Kind.GET, Duration.ofHours(1)))
                .isInstanceOf(OciException.class)
                .hasMessageContaining("no longer stored");
    }

    private RegistryResponse serve(Digest digest, Kind wanted, Duration left) {
        return layers.serve(digest, new BlobRequest(digest, wanted, null), NOW.plus(left))
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    /** A single object that is available by URL only. */
    private static final class SigningStore implements ObjectStore {

        @Override
        public OptionalLong size(ObjectName name) {
            return name.equals(ObjectName.blob(KEPT)) ? OptionalLong.of(4) : OptionalLong.empty();
        }

        @Override
        public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
            return Optional.of(URI.create("https://store.test/" + KEPT.hex() + "?for=" + validity.toSeconds()));
        }

        @Override
        public Optional<Path> localFile(ObjectName name) {
            return Optional.empty();
        }

        @Override
        public void put(ObjectName name, byte[] content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(ObjectName name, Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InputStream> open(ObjectName name, long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ObjectName> list(String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forEach(String prefix, Consumer<StoredObject> action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> modified(ObjectName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(ObjectName name) {
            throw new UnsupportedOperationException();
        }
    }
}
