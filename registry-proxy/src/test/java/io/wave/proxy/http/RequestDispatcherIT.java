package io.wave.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.JobState;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.RawResponse;
import io.wave.proxy.stub.ProxyTest;
import io.wave.token.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Admission control applies to cached responses, held pulls and requests of the web server. */
@TestPropertySource(properties = "wave.deny-paths=/v2/wt/0123456789ab/app/manifests/v1,/service-info")
class RequestDispatcherIT extends ProxyTest {

    private static final String CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1)";

    @Test
    void crawlerGetsNoCachedResponse() {
        RequestRecord request = imageRequest(DIGEST);
        String path = manifest(request).getRawPath();
        var client = new ProxyClient(port);
        assertThat(client.get(path).statusCode()).isEqualTo(200);
        assertThat(client.get(path, "User-Agent", CRAWLER).statusCode()).isEqualTo(405);
        assertThat(client.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void crawlerIsNotHeld() {
        RequestRecord request = buildRequest();
        store(request);
        store(job(request, JobState.RUNNING));
        String path = manifest(request).getRawPath();
        var client = new ProxyClient(port);
        assertThat(client.head(path, "User-Agent", "hasty").statusCode()).isEqualTo(307);
        assertThat(client.get(path, "User-Agent", CRAWLER).statusCode()).isEqualTo(405);
        awaitHeld(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/wt/0123456789ab/app/manifests/v1",
                "/v2/wt/0123456789ab/app/manifests/%76%31",
                "/v2/wt/0123456789ab/%61pp/manifests/v1?x=1",
                "/%76%32/wt/0123456789ab/app/manifests/v1",
                "http://wave.test/v2/wt/0123456789ab/app/manifests/v1",
                "/service-info",
                "/service%2Dinfo",
                "x/service-info",
                "a:b/service-info",
            })
    void deniedPathIsDeniedInEveryEncoding(String path) throws IOException {
        assertThat(raw(path)).startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/%zz", "/%zz", "/v2/wt/%", "*", "//", "http://wave.test", "http://[/v2/"})
    void invalidPathGetsResponse(String path) throws IOException {
        assertThat(raw(path)).matches("(?s)HTTP/1\\.1 4.*");
    }

    private String raw(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: wave.test\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII));
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return RawResponse.read(answers, true).head();
        }
    }
}
