package io.wave.scanner.trivy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanFailureTest {

    private static final ImageReference IMAGE = ImageReference.parse("registry.test/a:1");

    @ParameterizedTest
    @CsvSource({
        "'GET https://registry.test/v2/a/manifests/1: MANIFEST_UNKNOWN: manifest unknown', the image is not in the registry, false",
        "'DB error: failed to download vulnerability DB: GET http://registry.test/v2/trivy-db/manifests/2: MANIFEST_UNKNOWN', 'the vulnerability database cannot be downloaded, see wave.scan.database.repositories of the scan worker', true",
        "'dial tcp 127.0.0.1:1: connect: connection refused', the registry cannot be reached, true",
        "'unexpected status code 503 Service Unavailable', the registry is overloaded, true",
        "'TOOMANYREQUESTS: You have reached your pull rate limit', the registry is overloaded, true",
        "'UNAUTHORIZED: authentication required', access denied by the registry, false",
        "'write /x: no space left on device', the disk of the scan worker is full, false",
        "'remote error: unsupported artifact type \"application/x\" for image \"a\"', it is not a container image, false",
        "'GET https://registry.test/v2/a/blobs/sha256:0: BLOB_UNKNOWN: blob unknown', its configuration or a layer is not in the registry, false",
        "anything else, exit code 1, false"
    })
    void namesTheCauseAndTheLastLines(String line, String cause, boolean temporary) {
        List<String> log = List.of("INFO scanning", line);
        assertThat(ScanFailure.isTemporary(log)).isEqualTo(temporary);
        assertThat(ScanFailure.of(IMAGE, Optional.empty(), 1, log))
                .isEqualTo(new Outcome.Failed(
                        "scan failed: registry.test/a:1: %s:\nINFO scanning\n%s".formatted(cause, line), 1));
    }

    @Test
    void refusalOfTheEgressGuardIsTheCause() {
        assertThat(ScanFailure.of(IMAGE, Optional.of("host 'x' has a private address"), 1, List.of("403 Forbidden")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("scan failed: registry.test/a:1: host 'x' has a private address"));
    }
}
