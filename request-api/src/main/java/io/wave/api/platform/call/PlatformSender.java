package io.wave.api.platform.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to Platforms. One that breaks or times out is repeated twice, after growing pauses. A form is not repeated after a
 * time-out, but waited for that much longer, since its first reply may be the only one that can be used. While a Platform is down, it is
 * tried every few seconds only: requests in between fail at once.
 */
public final class PlatformSender {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSender.class);
    private static final int ATTEMPTS = 3;
    private static final int FACTOR = 3;
    private static final int MAX_PLATFORMS = 1000;
    private static final Duration DOWN = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final PlatformConnector connector;
    private final Supplier<String> ids;
    private final Duration timeout;
    private final Duration firstPause;
    private final TimeoutBudget budget = new TimeoutBudget();
    private final Cache<String, Exception> down = Caffeine.newBuilder()
            .expireAfterWrite(DOWN)
            .maximumSize(MAX_PLATFORMS)
            .build();

    PlatformSender(PlatformConnector connector, Supplier<String> ids, Duration timeout, Duration firstPause) {
        this.connector = connector;
        this.ids = ids;
        this.timeout = timeout;
        this.firstPause = firstPause;
    }

    /**
     * Sends a GET with a token.
     *
     * @param path path and query, from the endpoint
     * @throws ApiException 408 if the Platform does not answer in time; 503 if it is not connected
     */
    public PairingMessage.Reply get(PlatformEndpoint endpoint, String path, Secret token) {
        return send(
                endpoint,
                new Patience(timeout, true),
                id -> PairingMessage.Request.get(id, endpoint.base() + path, "Bearer " + token.value()));
    }

    /**
     * Sends a GET without a token.
     *
     * @param uri absolute, of the Platform
     * @throws ApiException as of {@link #get}
     */
    public PairingMessage.Reply open(PlatformEndpoint endpoint, String uri) {
        return send(endpoint, new Patience(timeout, true), id -> PairingMessage.Request.get(id, uri, null));
    }

    /**
     * Sends a form, without a token.
     *
     * @param path path, from the endpoint
     * @throws ApiException as of {@link #get}
     */
    public PairingMessage.Reply post(PlatformEndpoint endpoint, String path, String form) {
        return send(
                endpoint,
                new Patience(longest(), false),
                id -> PairingMessage.Request.post(id, endpoint.base() + path, form));
    }

    /**
     * How long a reply is waited for.
     *
     * @param isRepeated whether the request is sent again after this time
     */
    private record Patience(Duration timeout, boolean isRepeated) {

        private boolean endsWith(Exception failure) {
            return failure instanceof TimeoutException && !isRepeated;
        }
    }

    private PairingMessage.Reply send(
            PlatformEndpoint endpoint, Patience patience, Function<String, PairingMessage.Request> request) {
        Exception recent = down.getIfPresent(endpoint.location());
        if (recent != null) {
            throw error(endpoint, recent, patience);
        }
        Duration pause = firstPause;
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return connector.call(endpoint, request.apply(ids.get()), patience.timeout());
                } catch (IOException | TimeoutException failure) {
                    boolean isDown = !budget.failed(endpoint.location());
                    if (isDown) {
                        down.put(endpoint.location(), failure);
                    }
                    if (isDown || attempt == ATTEMPTS || patience.endsWith(failure)) {
                        throw exhausted(endpoint, failure, patience);
                    }
                    LOG.atDebug()
                            .addKeyValue("endpoint", endpoint)
                            .log("A call to a Platform is repeated: {}", failure.toString());
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(FACTOR);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("the service stops; try again", RETRY_AFTER, stopping);
        }
    }

    private ApiException exhausted(PlatformEndpoint endpoint, Exception failure, Patience patience) {
        LOG.atWarn()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("reason", failure.toString())
                .log("A Platform cannot be asked");
        return error(endpoint, failure, patience);
    }

    private static ApiException error(PlatformEndpoint endpoint, Exception failure, Patience patience) {
        return failure instanceof TimeoutException
                ? ApiException.tooSlow("towerEndpoint: the Platform %s did not answer within %s s; try again"
                        .formatted(endpoint, patience.timeout().toMillis() / 1000.0))
                : ApiException.unavailable(
                        "towerEndpoint: the Platform %s cannot be asked at the moment: %s; try again"
                                .formatted(endpoint, failure.getMessage()),
                        RETRY_AFTER,
                        failure);
    }

    /** How long a request may take, with its repetitions. */
    public Duration longest() {
        return timeout.multipliedBy(ATTEMPTS).plus(firstPause.multipliedBy(1L + FACTOR));
    }
}
