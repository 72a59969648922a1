package io.wave.proxy.blobcache;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class BlobCacheRequirementTest {

    @ParameterizedTest
    @ValueSource(strings = {"bucket.location", "peers.address"})
    void folderIsRequired(String setting) {
        String key = "wave.proxy.blob-cache." + setting;
        MockEnvironment environment = new MockEnvironment().withProperty(key, "x");
        assertThatThrownBy(() -> new BlobCacheRequirement(environment))
                .hasMessage(
                        "%s: needs a folder into which blobs are downloaded; set wave.proxy.blob-cache.directory", key);
        environment.withProperty("wave.proxy.blob-cache.directory", "/tmp/blobs");
        assertThatCode(() -> new BlobCacheRequirement(environment)).doesNotThrowAnyException();
    }

    @Test
    void nothingIsRequiredWithoutThem() {
        assertThatCode(() -> new BlobCacheRequirement(new MockEnvironment())).doesNotThrowAnyException();
    }
}
