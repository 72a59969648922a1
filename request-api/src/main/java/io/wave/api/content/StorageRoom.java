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
 * Whether there is disk space for what requests bring and for builds. All else is served without it, so the service is
 * up: its health only tells.
 */
@Component
public class StorageRoom extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(StorageRoom.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final FreeSpace space;
    private volatile boolean wasShort;

    StorageRoom(FreeSpace space) {
        this.space = space;
    }

    /** @throws ApiException 503 while there is too little space for a new build */
    public void require() {
        boolean isShort = space.shortage().isPresent();
        if (isShort && !wasShort) {
            space.shortage().ifPresent(words -> LOG.atError().log("Builds and inline layers are refused: {}", words));
        }
        wasShort = isShort;
        if (isShort) {
            throw ApiException.unavailable(
                    "The service is short of disk space: builds and inline layers are not accepted at the moment, please try again later",
                    RETRY_AFTER,
                    null);
        }
    }

    /** @throws ApiException 503 while there is too little space for the inline layers of a request */
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
