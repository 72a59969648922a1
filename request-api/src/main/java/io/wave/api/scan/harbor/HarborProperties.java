package io.wave.api.scan.harbor;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The scanner adapter API of Harbor, version 1.2, below {@code /api/v1}.
 *
 * @param token the token that Harbor has to send, as {@code Authorization: Bearer} or as {@code X-ScannerAdapter-API-Key}; without
 *     one, the API does not exist
 */
@Validated
@ConfigurationProperties("wave.scan.harbor")
record HarborProperties(@Nullable String token) {

    @Override
    public String toString() {
        return "HarborProperties[token=***]";
    }
}
