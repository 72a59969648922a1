package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.store.FreeSpace;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Rejects builds and inline layers while disk space is low. Other requests do not need disk space, so the service stays
 * up; its health shows the state.
 */
@Component("storageSpace")
public class DiskSpaceCheck extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpaceCheck.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final FreeSpace space;
    private volatile boolean wasShort;

    DiskSpaceCheck(FreeSpace space) {
        this.space = space;
    }

    /** @throws ApiException 503 if there is too little space for a new build */
    public void require() {
        boolean isShort = space.shortage().isPresent();
        if (isShort && !wasShort) {
            space.shortage().ifPresent(words -> LOG.atError().log("Builds and inline layers are rejected: {}", words));
        }
        wasShort = isShort;
        if (isShort) {
            throw ApiException.unavailable(
                    "Not enough disk space: the service does not accept builds and inline layers at the moment, try again later",
                    RETRY_AFTER,
                    null);
        }
    }

    /** @throws ApiException 503 if there is too little space for the inline layers of a request */
    public void requireFor(VerifiedConfig config) {
        if (!config.inline().isEmpty()) {
            require();
        }
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up().withDetail("freeBytes", space.bytes());
        space.shortage().ifPresent(words -> builder.withDetail("shortage", words));
    }
}
