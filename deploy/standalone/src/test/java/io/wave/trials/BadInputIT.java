package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.TarLayer;
import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input is rejected with a helpful message, never with 500 or a stack trace. */
@OnTestCluster
class BadInputIT {

    private static final String REQUESTS = "/v1alpha2/container";
    private static final String JSON = "application/json";
    private static final int OVER_THE_LIMIT = 10 * 1024 * 1024;

    @Test
    void bodyOverLimitIsRejectedWithAndWithoutContentLength(TestCluster cluster) {
        String json = "{\"containerImage\":\"%s\"}".formatted("x".repeat(OVER_THE_LIMIT));
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        for (BodyPublisher publisher : new BodyPublisher[] {BodyPublishers.ofByteArray(body), chunked}) {
            HttpResponse<String> response = cluster.client().post(REQUESTS, JSON, publisher);
            assertThat(response.statusCode()).isEqualTo(413);
            assertHelpful(response);
        }
    }

    @Test
    void anotherMediaTypeIsRefused(TestCluster cluster) {
        HttpResponse<String> response =
                cluster.client().post(REQUESTS, "text/yaml", BodyPublishers.ofString("containerImage: busybox"));
        assertThat(response.statusCode()).isEqualTo(415);
        assertHelpful(response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                                                  | JSON
            []                                                                 |
            {"containerImage":}                                                | JSON
            {}                                                                 | container
            {"containerImage":"busybox","nameStrategy":"fancy"}                | nameStrategy
            {"containerImage":"busybox","scanMode":"REQUIRED"}                 | scanMode
            {"containerImage":"UPPER/Case: x"}                                 | containerImage
            {"containerImage":"http://x/y"}                                    | containerImage
            {"containerImage":"busybox","containerFile":"RlJPTSB4"}            | containerFile
            {"containerFile":"not base64 at all"}                              | containerFile
            {"containerFile":"RlJPTSB4","containerPlatform":"linux/quantum"}   | latform
            {"containerFile":"RlJPTSB4","buildRepository":"https://x/y"}       | buildRepository
            {"containerFile":"RlJPTSB4","buildRepository":"x.io/y:tag"}        | buildRepository
            {"containerFile":"RlJPTSB4","freeze":"perhaps"}                    | freeze
            {"containerFile":"RlJPTSB4","format":"sif"}                        | format
            {"containerFile":"RlJPTSB4","format":"ova"}                        | format
            {"containerFile":"UlVOIGxzCg=="}                                   | FROM
            {"containerImage":"busybox","containerConfig":{"env":[{"a":1}]}}   | env
            {"containerImage":"busybox","containerConfig":{"layers":[{}]}}     | layer
            {"containerImage":"none/such"}                                     | containerImage
            """)
    void aRequestThatIsWrongIsRefusedByNameOfItsField(String body, String word, TestCluster cluster) {
        HttpResponse<String> response = cluster.client().post(REQUESTS, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertHelpful(response);
        if (word != null) {
            assertThat(message(response)).contains(word);
        }
    }

    @Test
    void containerFileOverLimitIsRejected(TestCluster cluster) {
        String file = WaveClient.base64("FROM x\n" + "#".repeat(10_000));
        refused(cluster, Map.of("containerFile", file), "containerFile");
    }

    @Test
    void contextWithWrongDigestOrSizeIsRejected(TestCluster cluster) {
        TarLayer context = TarLayer.ofFiles(Map.of("a", "b"));
        Map<String, Object> lie = Map.of(
                "location", context.inline().location(),
                "gzipDigest", Digest.of(new byte[0]).toString(),
                "gzipSize", context.gzip().length,
                "tarDigest", context.tarDigest().toString());
        refused(cluster, Map.of("containerFile", WaveClient.base64("FROM x\n"), "buildContext", lie), "buildContext");
    }

    static Stream<Arguments> escapes() {
        return Stream.of(
                Arguments.of("../escaped", TarLayer.ofFiles(Map.of("../escaped", "x"))),
                Arguments.of("/escaped", TarLayer.ofFiles(Map.of("a/../../escaped", "x"))),
                Arguments.of("link", TarLayer.ofLink("link", "/etc/passwd")),
                Arguments.of("up", TarLayer.ofLink("up", "../../etc")));
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void contextThatEscapesItsFolderIsRejected(String name, TarLayer context, TestCluster cluster) {
        String containerFile = "FROM %s\nCOPY . /context\nRUN cat /context/%s; test ! -e /escaped\n"
                .formatted(cluster.baseImage(), name);
        HttpResponse<String> response = cluster.client()
                .post(
                        REQUESTS,
                        WaveClient.write(Map.of(
                                "containerFile", WaveClient.base64(containerFile), "buildContext", context.inline())));
        if (response.statusCode() == 200) {
            assertThat(cluster.awaitDone(WaveClient.json(response))
                            .get("succeeded")
                            .booleanValue())
                    .isFalse();
        } else {
            assertThat(response.statusCode()).isEqualTo(400);
            assertHelpful(response);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/wt/000000000000/trial/busybox/manifests/1, 404, NAME_UNKNOWN",
        "/v2/wt/no-token/trial/busybox/manifests/1, 404, NAME_UNKNOWN",
        "/v2/wt/%s/trial/another/manifests/1, 404, NAME_UNKNOWN",
        "/v2/wt/%s/trial/busybox/manifests/none-such, 404, MANIFEST_UNKNOWN",
        "/v2/wt/%s/trial/busybox/manifests/sha256:abc, 400, DIGEST_INVALID",
        "/v2/wt/%s/trial/busybox/blobs/sha256:abc, 400, DIGEST_INVALID",
        "/v2/wt/%s/trial/busybox/blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000, 404, BLOB_UNKNOWN",
        "/v2/library/busybox/manifests/latest, 404, NAME_UNKNOWN",
        "/v2/UPPER/manifests/latest, 404, NAME_UNKNOWN",
    })
    void aPullThatIsWrongIsRefusedInTheShapeOfTheSpecification(
            String path, int status, String code, TestCluster cluster) {
        String token = cluster.client()
                .submit(Map.of("containerImage", cluster.baseImage()))
                .get("containerToken")
                .stringValue();
        HttpResponse<String> response = cluster.client().get(path.formatted(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(WaveClient.json(response).get("errors").get(0).get("code").stringValue())
                .isEqualTo(code);
        assertNoInnards(response);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1alpha2/container/none",
        "/v1alpha2/container/none/status",
        "/v1alpha1/builds/bd-none_1",
        "/v1alpha1/builds/bd-0000000000000000_1/status",
        "/no/such/path",
        "/internal/requests/000000000000",
        "/actuator/env"
    })
    void whatIsNotThereIsNotFound(String path, TestCluster cluster) {
        HttpResponse<String> response = cluster.client().get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertNoInnards(response);
    }

    private static void refused(TestCluster cluster, Map<String, ?> request, String word) {
        HttpResponse<String> response = cluster.client().post(REQUESTS, WaveClient.write(request));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertHelpful(response);
        assertThat(message(response)).contains(word);
    }

    private static void assertHelpful(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(JSON));
        assertThat(message(response)).isNotBlank();
        assertNoInnards(response);
    }

    private static String message(HttpResponse<String> response) {
        return WaveClient.json(response).get("message").stringValue();
    }

    private static void assertNoInnards(HttpResponse<String> response) {
        assertThat(response.body()).doesNotContain("Exception", "at io.wave", "at org.", "tools.jackson");
    }
}
