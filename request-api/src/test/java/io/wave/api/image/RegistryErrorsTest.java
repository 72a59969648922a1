package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryErrorsTest {

    private static final ImageReference IMAGE = ImageReference.parse("registry.test/app:1");

    @ParameterizedTest
    @CsvSource({
        "INVALID_ANSWER, MANIFEST_INVALID, 200, 400, false",
        "INVALID_ANSWER, UNAVAILABLE,      0,   400, false",
        "UNKNOWN_HOST,   UNAVAILABLE,      0,   400, false",
        "RATE_LIMITED,   TOOMANYREQUESTS,  429, 503, true",
        "SERVER_ERROR,   UNAVAILABLE,      500, 503, true",
        "TIMEOUT,        UNAVAILABLE,      0,   503, true"
    })
    void retryIsAdvisedOnlyIfItMayHelp(
            RegistryFailure failure, OciErrorCode code, int upstream, int status, boolean retry) {
        ApiException error = RegistryErrors.of("containerImage", IMAGE, failed(failure, code, upstream, "reason"));

        assertThat(error.status().value()).isEqualTo(status);
        assertThat(error.retryAfter().isPresent()).isEqualTo(retry);
        assertThat(error).hasMessage("containerImage: 'registry.test/app:1' cannot be read: reason");
    }

    @Test
    void privateAddressIsReportedOnce() {
        RegistryException failure = failed(
                RegistryFailure.FORBIDDEN_ADDRESS,
                OciErrorCode.DENIED,
                0,
                "host 'inside' has a private address, which is not allowed");

        assertThat(RegistryErrors.of("containerImage", IMAGE, failure))
                .hasMessage("containerImage: 'registry.test/app:1': host 'inside' has a private address,"
                        + " which is not allowed");
        assertThat(RegistryErrors.of("containerImage", failure))
                .hasMessage("containerImage: registry.test/app: host 'inside' has a private address,"
                        + " which is not allowed");
    }

    private static RegistryException failed(RegistryFailure failure, OciErrorCode code, int upstream, String reason) {
        return new RegistryException(failure, code, upstream, "registry.test/app: " + reason, null, null);
    }
}
