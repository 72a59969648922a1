package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** An installation with builds disabled, and Platform tokens ignored. */
@TestPropertySource(properties = {"wave.build.enabled=false", "wave.capabilities.ignore-platform-tokens=true"})
class BuildsOffIT extends RequestApiIT {

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
