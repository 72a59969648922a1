package io.wave.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Registries that do, and do not, answer for blobs of other repositories. */
class BlobSeparationIT extends AccessIT {

    @Autowired
    private RootKey rootKey;

    @Test
    void healthShowsWhichRegistriesKeepRestrictedImagesApart() {
        assertAccepted(submit(ALICE, restrictedFile()));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(health(BUILDS.host())).contains("in that repository only"));
        for (int i = 0; i < 2; i++) {
            assertAccepted(in(SHARING, ALICE, restrictedFile()));
            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(health(SHARING.host())).contains("restricted images are not kept apart"));
        }
        assertThat(SHARING.uploads()).singleElement().asString().contains("/v2/team/restricted-");
    }

    @Test
    void registriesOfImagesForAllAreNotTested() {
        assertAccepted(in(UNTESTED, BOB, publicFile()));
        assertThat(UNTESTED.uploads()).isEmpty();
        assertThat(health(UNTESTED.host())).isEmpty();
    }

    private String health(String registry) {
        Answer health = client().send(client().request("/actuator/health")
                .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .GET());
        JsonNode indicator = health.json().at("/components/blobSeparation");
        assertThat(indicator.path("status").asString()).isEqualTo("UP");
        return indicator.path("details").path("registries").path(registry).asString("");
    }

    private Answer in(SharingRegistry registry, String caller, String file) {
        return use(
                "/v1alpha2/container",
                "{'containerFile':'%s','buildRepository':'%s/team'}".formatted(file, registry.host()),
                caller);
    }
}
