package io.wave.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Authentication does not affect unauthenticated requests. */
class CallerAuthenticationIT extends RequestApiIT {

    private static final String UNKNOWN = "/v1alpha2/container/0123456789ab";

    @Autowired
    private RootKey rootKey;

    @ParameterizedTest
    @ValueSource(strings = {"Basic b3BlcmF0b3I6Z3Vlc3M=", "Basic ***", "Bearer x", "junk"})
    void credentialsAreIgnoredOnPublicPaths(String authorization) {
        Answer answer = client().send(client().request("/service-info")
                .header("Authorization", authorization)
                .GET());
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/service-info", UNKNOWN, "/v1alpha2/metrics/builds", "/view/builds/none"})
    void securityAddsNoHeaders(String path) {
        Answer answer = client().get(path);
        assertThat(answer.response().headers().map())
                .doesNotContainKeys("set-cookie", "pragma", "expires", "x-xss-protection");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/logout", "/default-ui.css"})
    void noLoginPagesExist(String path) {
        assertThat(client().get(path).status()).isEqualTo(404);
    }

    @Test
    void wrongPasswordIsReportedAsApiError() {
        Answer answer = client().send(client().request("/container-token/0123456789ab")
                .header("Authorization", "Basic " + ApiClient.base64("operator:guess"))
                .DELETE());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("message")).startsWith("authentication required: send the API token");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=Wave Authentication");
    }

    @Test
    void internalSecretShowsHealthDetails() {
        Answer stranger = client().get("/actuator/health");
        Answer known = client().send(client().request("/actuator/health")
                .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .GET());
        assertThat(stranger.json().has("components")).isFalse();
        assertThat(known.json().has("components")).isTrue();
    }

    /** Spring Security's default firewall rejects these headers. */
    @Test
    void unusualHeadersAreAccepted() throws IOException {
        String request = """
                GET /service-info;v=1 HTTP/1.1
                Host: localhost
                User-Agent: À
                Accept: À
                Connection: close

                """.replace("\n", "\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }
}
