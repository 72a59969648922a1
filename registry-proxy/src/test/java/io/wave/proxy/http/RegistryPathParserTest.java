package io.wave.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.proxy.response.OciException;
import io.wave.token.ContainerToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPathParserTest {

    private static final String TOKEN = "0123456789ab";
    private static final Repository.WithToken UBUNTU =
            new Repository.WithToken(new ContainerToken(TOKEN), "library/ubuntu");
    private static final Digest DIGEST = new Digest("a".repeat(64));

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void versionCheck(String path) {
        assertThat(RegistryPathParser.parse(path)).isEqualTo(new RegistryRequest.Base());
    }

    @Test
    void requestsWithToken() {
        String name = "/v2/wt/" + TOKEN + "/library/ubuntu";
        assertThat(RegistryPathParser.parse(name + "/manifests/latest"))
                .isEqualTo(new RegistryRequest.Manifest(UBUNTU, new Tag("latest")));
        assertThat(RegistryPathParser.parse(name + "/manifests/" + DIGEST))
                .isEqualTo(new RegistryRequest.Manifest(UBUNTU, DIGEST));
        assertThat(RegistryPathParser.parse(name + "/blobs/" + DIGEST))
                .isEqualTo(new RegistryRequest.Blob(UBUNTU, DIGEST));
        assertThat(RegistryPathParser.parse(name + "/tags/list")).isEqualTo(new RegistryRequest.Tags(UBUNTU));
        assertThat(RegistryPathParser.parse(name + "/referrers/" + DIGEST))
                .isEqualTo(new RegistryRequest.Referrers(UBUNTU, DIGEST));
    }

    @Test
    void namesMayHaveOneCharacterOrEqualKeywords() {
        assertThat(RegistryPathParser.parse("/v2/wt/" + TOKEN + "/a/manifests/blobs/manifests/v1"))
                .isEqualTo(new RegistryRequest.Manifest(
                        new Repository.WithToken(new ContainerToken(TOKEN), "a/manifests/blobs"), new Tag("v1")));
    }

    @Test
    void requestsWithoutToken() {
        assertThat(RegistryPathParser.parse("/v2/quay.io/org/app/manifests/v1"))
                .isEqualTo(new RegistryRequest.Manifest(new Repository.WithoutToken("quay.io/org/app"), new Tag("v1")));
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/wt/0123456789ab/Upper/manifests/latest, NAME_INVALID",
        "/v2/wt/0123456789ab/a//b/manifests/latest, NAME_INVALID",
        "/v2/wt/0123456789ab/../x/manifests/latest, NAME_INVALID",
        "/v2/wt/0123456789ab/manifests/latest, NAME_INVALID",
        "/v2/wt/xyz/library/ubuntu/manifests/latest, NAME_UNKNOWN",
        "/v2/wt/0123456789ab/a/manifests/-bad, MANIFEST_INVALID",
        "/v2/wt/0123456789ab/a/manifests/, MANIFEST_INVALID",
        "/v2/wt/0123456789ab/a/manifests/sha256:12, DIGEST_INVALID",
        "/v2/wt/0123456789ab/a/manifests/md5:12, DIGEST_INVALID",
        "/v2/wt/0123456789ab/a/blobs/latest, DIGEST_INVALID",
        "/v2/wt/0123456789ab/a/tags/other, NAME_UNKNOWN",
        "/v2/_catalog, NAME_UNKNOWN",
        "/v2/manifests/latest, NAME_UNKNOWN",
        "/v2/a/b, NAME_UNKNOWN",
    })
    void invalidPathIsAnError(String path, String code) {
        assertThatExceptionOfType(OciException.class)
                .isThrownBy(() -> RegistryPathParser.parse(path))
                .satisfies(error -> assertThat(error.code()).hasToString(code));
    }
}
