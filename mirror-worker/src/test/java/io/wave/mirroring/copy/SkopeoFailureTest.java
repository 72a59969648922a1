package io.wave.mirroring.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of skopeo 1.9 and newer. */
class SkopeoFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'writing blob: initiating layer upload to /v2/a/ in x.test: StatusCode: 429, '|true|a registry limits the rate of requests, try again later: writing blob: initiating layer upload to /v2/a/ in x.test: StatusCode: 429",
                "writing blob: received unexpected HTTP status: 500 Internal Server Error|true|a registry is overloaded or out of order: writing blob: received unexpected HTTP status: 500 Internal Server Error",
                "reading config blob sha256:00: Error fetching blob: invalid status code from registry 404 (Not Found)|false|a part of the image is not in the registry, it may have been deleted: reading config blob sha256:00: Error fetching blob: invalid status code from registry 404 (Not Found)",
                "writing blob: unauthorized: authentication required|false|writing blob: unauthorized: authentication required"
            })
    void saysWhatItMeans(String words, boolean temporary, String explained) {
        assertThat(SkopeoFailure.isTemporary(words)).isEqualTo(temporary);
        assertThat(SkopeoFailure.explained(words)).isEqualTo(explained);
    }
}
