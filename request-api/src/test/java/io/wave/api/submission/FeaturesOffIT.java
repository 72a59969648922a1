package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** An installation with builds, mirrors and scans disabled, and Platform tokens ignored. */
@TestPropertySource(
        properties = {
            "wave.build.enabled=false",
            "wave.mirror.enabled=false",
            "wave.scan.enabled=false",
            "wave.scan.harbor.token=" + FeaturesOffIT.HARBOR,
            "wave.capabilities.ignore-platform-tokens=true",
            "wave.tokens.static.alice.secret={noop}" + FeaturesOffIT.ALICE
        })
class FeaturesOffIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-without-features";
    static final String HARBOR = "token-of-harbor-without-features";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'containerFile':'RlJPTSBh'}|wave.build.enabled",
                "{'containerImage':'a','freeze':true,'buildRepository':'quay.io/a'}|wave.build.enabled",
                "{'containerImage':'a','mirror':true,'buildRepository':'quay.io'}|wave.mirror.enabled",
                "{'containerImage':'a','scanMode':'required'}|wave.scan.enabled",
                "{'containerImage':'a','scanMode':'async'}|wave.scan.enabled"
            })
    void requestsAreRefusedWithTheSetting(String body, String setting) {
        Answer refused = client().send(client().request("/v1alpha2/container")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ALICE)
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
        assertThat(refused.status()).as(refused.body()).isEqualTo(501);
        assertThat(refused.text("message")).contains(setting);
    }

    @Test
    void requestsWithoutTheFeaturesAreAccepted() {
        Answer accepted =
                client().submit("{'containerImage':'%s','scanMode':'none','mirror':false}".formatted(image()));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.json().has("scanId")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1alpha1/mirrors/mr-0123456789ab, wave.mirror.enabled",
        "/view/mirrors/mr-0123456789ab, wave.mirror.enabled",
        "/view/scans/sc-0123456789abcdef_1, wave.scan.enabled"
    })
    void recordsAndPagesNameTheSetting(String path, String setting) {
        Answer answer = client().get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(501);
        assertThat(answer.body()).contains(setting);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1alpha1/mirrors/mr-0123456789ab/logs",
                "/v1alpha1/scans/sc-0123456789abcdef_1",
                "/v1alpha1/scans/sc-0123456789abcdef_1/spdx",
                "/v1alpha1/scans/sc-0123456789abcdef_1/logs"
            })
    void whatDoesNotExistIsNotFound(String path) {
        assertThat(client().get(path).status()).isEqualTo(404);
    }

    @Test
    void harborIsToldWhenItAddsTheScanner() {
        Answer answer = client().send(client().request("/api/v1/metadata").header("Authorization", "Bearer " + HARBOR));
        assertThat(answer.status()).as(answer.body()).isEqualTo(501);
        assertThat(answer.json().path("error").path("message").asString("")).contains("wave.scan.enabled");
    }

    @Test
    void scansAreNotRequested() {
        Answer refused = client().post("/v1alpha1/scans", "{\"containerImage\":\"a\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(501);
    }

    @Test
    void statusOfOldBuildSaysBuildsAreDisabled() {
        String image = image();
        Answer old = client().submit("{'containerImage':'%s'}".formatted(image));
        jdbc.sql("UPDATE requests.container_request SET build_id = 'bd-0123456789abcdef_1' WHERE token = ?")
                .param(old.text("requestId"))
                .update();
        Answer status = client().get("/v1alpha2/container/%s/status".formatted(old.text("requestId")));
        assertThat(status.status()).as(status.body()).isEqualTo(501);
        assertThat(status.text("message")).contains("wave.build.enabled");
    }

    @Test
    void platformTokenIsIgnored() {
        Answer answer = client().submit(
                        "{'containerImage':'%s','towerAccessToken':'eyJ0aWQ6','towerEndpoint':'https://platform.test/api'}"
                                .formatted(image()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
