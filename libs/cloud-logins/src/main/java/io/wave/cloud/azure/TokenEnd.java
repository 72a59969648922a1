package io.wave.cloud.azure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** When a token ends, as the token says. It is not verified: who has given it out is asked for another one earlier or later. */
final class TokenEnd {

    private static final Duration ASSUMED = Duration.ofHours(1);

    private TokenEnd() {}

    /** An hour from now, if it does not say. */
    static Instant of(String token, Instant now) {
        Instant assumed = now.plus(ASSUMED);
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return assumed;
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            long seconds = JsonMapper.shared().readTree(claims).path("exp").asLong(0);
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : assumed;
        } catch (IllegalArgumentException | JacksonException noClaims) {
            return assumed;
        }
    }
}
