package io.wave.api.token;

import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Creates tokens. */
@Component
public class TokenFactory {

    private final SecureRandom random;
    private final TokenLifetimes lifetimes;
    private final Clock clock;

    TokenFactory(SecureRandom random, TokenLifetimes lifetimes, Clock clock) {
        this.random = random;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** A record with a new token, whose lifetime starts now. */
    public RequestRecord issue(Served served) {
        Instant now = clock.instant();
        return lifetimes.withRenewal(new RequestRecord(
                ContainerToken.random(random),
                served.tenant(),
                served.image(),
                served.platform(),
                served.config(),
                served.job(),
                served.sourceDigest(),
                served.durable(),
                served.oneImage(),
                now,
                lifetimes.expiry(now)));
    }

    /**
     * What is served under a token.
     *
     * @see RequestRecord
     */
    public record Served(
            String tenant,
            ImageReference image,
            @Nullable Platform platform,
            @Nullable ContainerConfig config,
            RequestRecord.@Nullable JobLink job,
            @Nullable Digest sourceDigest,
            boolean durable,
            boolean oneImage) {}
}
