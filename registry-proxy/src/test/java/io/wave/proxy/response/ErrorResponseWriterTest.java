package io.wave.proxy.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.test.StepVerifier;

class ErrorResponseWriterTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID_ANSWER, MANIFEST_INVALID, 200, 400, ",
        "INVALID_ANSWER, UNAVAILABLE,      0,   502, ",
        "SERVER_ERROR,   UNAVAILABLE,      500, 502, 5",
        "TIMEOUT,        UNAVAILABLE,      0,   502, 5",
        "BROKEN,         UNAVAILABLE,      200, 502, 5",
        "BUSY,           UNAVAILABLE,      0,   503, 5",
        "RATE_LIMITED,   TOOMANYREQUESTS,  429, 429, 5"
    })
    void retryIsAdvisedOnlyIfItMayHelp(
            RegistryFailure failure, OciErrorCode code, int upstream, int status, @Nullable String retryAfter) {
        MockServerHttpResponse response =
                write(new RegistryException(failure, code, upstream, "host/app: reason", null, null));

        assertThat(response.getStatusCode()).extracting("value").isEqualTo(status);
        assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(retryAfter);
        StepVerifier.create(response.getBodyAsString())
                .assertNext(body -> assertThat(body).contains(code.name(), "host/app: reason"))
                .verifyComplete();
    }

    @Test
    void redirectLoopIsNotRetried() {
        MockServerHttpResponse response =
                write(RegistryException.ofInvalidAnswer("host/app: too many redirects or a redirect loop at 'host'"));

        assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNull();
    }

    private static MockServerHttpResponse write(RegistryException failure) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v2/app/manifests/1"));
        StepVerifier.create(new ErrorResponseWriter().write(exchange, failure)).verifyComplete();
        return exchange.getResponse();
    }
}
