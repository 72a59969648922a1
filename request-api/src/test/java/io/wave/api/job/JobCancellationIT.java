package io.wave.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.job.JobKind;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Who may cancel a job with DELETE, for each kind of job. */
@TestPropertySource(
        properties = {
            "wave.scan.enabled=true",
            "wave.tokens.static.alice.secret={noop}" + JobCancellationIT.ALICE,
            "wave.tokens.static.bob.secret={noop}" + JobCancellationIT.BOB,
            "wave.tokens.static.root.secret={noop}" + JobCancellationIT.ROOT,
            "wave.tokens.static.root.operator=true"
        })
class JobCancellationIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-who-cancels";
    static final String BOB = "wave_token-of-bob-who-does-not";
    static final String ROOT = "wave_token-of-root-who-cancels";

    private static final String OPERATOR_ACCOUNT = "Basic b3BlcmF0b3I6c2VjcmV0";

    @DynamicPropertySource
    static void target(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + REGISTRY.host());
    }

    static Stream<Arguments> permitted() {
        return Arrays.stream(JobKind.values())
                .flatMap(kind -> Stream.of("Bearer " + ALICE, "Bearer " + ROOT, OPERATOR_ACCOUNT)
                        .map(authorization -> Arguments.of(kind, authorization)));
    }

    @ParameterizedTest
    @MethodSource("permitted")
    void ownersAndOperatorsCancelOnce(JobKind kind, String authorization) {
        String path = start(kind, ALICE);
        assertThat(cancel(path, request -> request).status()).as("anonymous").isEqualTo(401);
        Answer other = cancel(path, request -> request.header("Authorization", "Bearer " + BOB));
        assertThat(other.status()).as("another user").isEqualTo(403);
        assertThat(other.text("message")).startsWith("access denied: this is for the user who made the request");
        Answer unknown = cancel(path, request -> request.header("Authorization", "Bearer wave_no-such-token"));
        assertThat(unknown.status()).as("unknown token").isEqualTo(401);
        assertThat(client().get(path).body()).as("still running").doesNotContain("was cancelled");
        UnaryOperator<HttpRequest.Builder> authorized = request -> request.header("Authorization", authorization);
        assertThat(cancel(path, authorized).status()).isEqualTo(200);
        assertThat(client().get(path + (kind == JobKind.BUILD ? "/status" : "")).body())
                .contains(kind == JobKind.BUILD ? "COMPLETED" : kind + " was cancelled");
        Answer again = cancel(path, authorized);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("message")).endsWith("has already ended");
    }

    @ParameterizedTest
    @EnumSource(JobKind.class)
    void absentJobsAreNotFound(JobKind kind) {
        String id = switch (kind) {
            case BUILD -> "bd-0123456789abcdef_1";
            case MIRROR -> "mr-0123456789ab";
            case SCAN -> "sc-0123456789abcdef_1";
        };
        String path = "/v1alpha1/%ss/%s".formatted(kind, id);
        assertThat(cancel(path, request -> request.header("Authorization", "Bearer " + ROOT))
                        .status())
                .isEqualTo(404);
    }

    private String start(JobKind kind, String token) {
        String body = switch (kind) {
            case BUILD -> "'containerFile':'%s'".formatted(containerFile());
            case MIRROR -> "'containerImage':'%s','mirror':true,'buildRepository':'quay.io/copies'".formatted(image());
            case SCAN -> "'containerFile':'%s','scanMode':'async'".formatted(containerFile());
        };
        Answer answer = client().submit("{%s,'towerAccessToken':'%s'}".formatted(body, token));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return "/v1alpha1/%ss/%s".formatted(kind, answer.text(kind == JobKind.SCAN ? "scanId" : "buildId"));
    }

    private Answer cancel(String path, UnaryOperator<HttpRequest.Builder> with) {
        return client().send(with.apply(client().request(path)).DELETE());
    }
}
