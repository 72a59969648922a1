package io.wave.api.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "rate-limit.enabled=true",
            "rate-limit.build.anonymous=2/1h",
            "rate-limit.pull.anonymous=6/1h",
            "rate-limit.pull.authenticated=3/1h",
            "wave.tokens.static.erin.secret={noop}wave_token-of-erin-for-tests",
            "wave.tokens.static.frank.secret={noop}wave_token-of-frank-for-tests"
        })
class CallerLimitsIT extends RequestApiIT {

    @Autowired
    private RootKey rootKey;

    private final int version = ThreadLocalRandom.current().nextInt(1_000_000);

    @Test
    void startedBuildsCountAndSharedBuildsDoNot() {
        String address = "user-" + UUID.randomUUID();
        String file = containerFile();
        assertThat(build(address, file).status()).isEqualTo(200);
        assertThat(build(address, file).status()).isEqualTo(200);
        assertThat(build(address, containerFile()).status()).isEqualTo(200);
        long builds = count("image_build");
        Answer refused = build(address, containerFile());
        assertRefused(refused, "rate limit exceeded: the build limit of %s is 2 in 1h".formatted(address));
        assertThat(count("image_build")).isEqualTo(builds);
        assertThat(build(address, file).status()).isEqualTo(200);
        assertThat(build("user-" + UUID.randomUUID(), containerFile()).status()).isEqualTo(200);
    }

    @Test
    void buildIsSharedByImage() {
        String address = "user-" + UUID.randomUUID();
        String plain = packages("none");
        String named = packages("tagPrefix");
        Answer first = submit(address, plain);
        Answer second = submit(address, named);
        assertThat(second.text("buildId"))
                .startsWith(first.text("buildId").substring(0, 19))
                .endsWith("_2");
        assertRefused(
                build(address, containerFile()),
                "rate limit exceeded: the build limit of %s is 2 in 1h".formatted(address));

        jdbc.sql("UPDATE requests.image_build SET state = 'FAILED', live = false WHERE id = ?")
                .param(second.text("buildId"))
                .update();
        Answer shared = submit(address, plain);
        assertThat(shared.status()).as(shared.body()).isEqualTo(200);
        assertThat(shared.text("buildId")).isEqualTo(first.text("buildId"));
        assertRefused(
                submit(address, named), "rate limit exceeded: the build limit of %s is 2 in 1h".formatted(address));
    }

    @Test
    void multiPlatformBuildCountsMissingImagesOnly() {
        String address = "user-" + UUID.randomUUID();
        String file = containerFile();
        String both = "{'containerFile':'%s','containerPlatform':'amd64,arm64'}".formatted(file);
        Answer alone = submit(
                address,
                "{'containerFile':'%s','buildRepository':'docker.io/wave/build','containerPlatform':'arm64'}"
                        .formatted(file));
        assertThat(alone.status()).as(alone.body()).isEqualTo(200);
        assertThat(submit(address, both).status()).isEqualTo(200);
        assertRefused(
                build(address, containerFile()),
                "rate limit exceeded: the build limit of %s is 2 in 1h".formatted(address));
        assertThat(submit(address, both).status()).isEqualTo(200);
    }

    @Test
    void validRequestsAreCounted() {
        String address = "user-" + UUID.randomUUID();
        String image = image();
        for (int i = 0; i < 6; i++) {
            assertThat(submit(address, "{}").status()).isEqualTo(400);
            assertThat(submit(address, "{'containerImage':'%s'}".formatted(image))
                            .status())
                    .isEqualTo(200);
        }
        assertRefused(
                submit(address, "{'containerImage':'%s'}".formatted(image)),
                "rate limit exceeded: the pull limit of %s is 6 in 1h".formatted(address));
    }

    @Test
    void requestsOfUsersAreCountedByUser() {
        String image = image();
        String body = "{'containerImage':'%s','towerAccessToken':'wave_token-of-%s-for-tests'}";
        for (int i = 0; i < 3; i++) {
            assertThat(submit("user-" + UUID.randomUUID(), body.formatted(image, "erin"))
                            .status())
                    .isEqualTo(200);
        }
        String address = "user-" + UUID.randomUUID();
        assertRefused(
                submit(address, body.formatted(image, "erin")),
                "rate limit exceeded: the pull limit of erin is 3 in 1h");
        assertThat(submit(address, body.formatted(image, "frank")).status()).isEqualTo(200);
        assertThat(submit(address, "{'containerImage':'%s'}".formatted(image)).status())
                .isEqualTo(200);
    }

    private static void assertRefused(Answer answer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
    }

    /** The same packages with either kind of name. */
    private String packages(String nameStrategy) {
        return "{'packages':{'type':'CONDA','entries':['samtools=1.%d']},'nameStrategy':'%s'}"
                .formatted(version, nameStrategy);
    }

    private Answer build(String address, String file) {
        return submit(address, "{'containerFile':'%s'}".formatted(file));
    }

    private Answer submit(String address, String json) {
        return client().send(client().request("/v1alpha2/container")
                .header("Content-Type", "application/json")
                .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .header(InternalApi.CLIENT_ADDRESS_HEADER, address)
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }
}
