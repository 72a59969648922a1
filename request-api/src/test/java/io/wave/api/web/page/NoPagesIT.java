package io.wave.api.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** An installation without HTML pages. */
@TestPropertySource(properties = "wave.capabilities.web-views=false")
class NoPagesIT extends RequestApiIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/view/live",
                "/view/inspect",
                "/view/containers/0123456789ab",
                "/view/builds/bd-0123456789abcdef_1/progress",
                "/view/mirrors/mr-0123456789ab_1",
                "/view/scans/sc-0123456789abcdef_1"
            })
    void pagesDoNotExist(String path) {
        assertAbsent(client().get(path));
    }

    @Test
    void pagesAcceptNoRequests() {
        assertAbsent(client().send(client().request("/view/scans").POST(BodyPublishers.ofString("busybox"))));
    }

    @Test
    void apiIsUnaffected() {
        Answer request = client().submit("{'containerFile':'%s'}".formatted(containerFile()));
        assertThat(request.status()).as(request.body()).isEqualTo(200);
        String buildId = request.text("buildId");
        assertAbsent(client().get("/view/containers/" + request.text("requestId")));
        assertAbsent(client().get("/view/builds/" + buildId));
        assertAbsent(client().get("/view/builds/" + buildId.substring(0, 19)));
        assertThat(client().get("/v1alpha1/builds/" + buildId).status()).isEqualTo(200);
        assertThat(client().get("/v1alpha1/builds/" + buildId + "/logs").status())
                .isEqualTo(200);
    }

    @Test
    void openApiIsUnaffected() {
        assertThat(client().get("/openapi/index.html").status()).isEqualTo(200);
        assertThat(client().get("/robots.txt").status()).isEqualTo(200);
    }

    /** The answer is the one of any path that does not exist, and no page. */
    private static void assertAbsent(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(answer.text("message"))
                .isEqualTo("path: does not exist; the API is described at /openapi/index.html");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
}
