package io.wave.api.platform.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Outages of Platforms, during which the last answers that they gave are used. They are counted, and logged once a minute. */
public final class Outages {

    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_PLATFORMS = 1000;

    private final Duration tolerance;
    private final Counter kept;
    private final Cache<String, Boolean> logged = Caffeine.newBuilder()
            .expireAfterWrite(LOG_INTERVAL)
            .maximumSize(MAX_PLATFORMS)
            .build();

    /** @param tolerance how much longer than otherwise answers are used */
    public Outages(Duration tolerance, MeterRegistry meters) {
        this.tolerance = tolerance;
        this.kept = Counter.builder("wave.platform.answers.kept")
                .description("Times that an earlier answer of a Platform was used, since it could not be asked")
                .register(meters);
    }

    /** A Platform that answers with a server error. */
    static final class ServerErrorException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ServerErrorException(int status) {
            super("status " + status);
        }

        static boolean is(int status) {
            return status / 100 == 5;
        }
    }

    /** Whether an error means that a Platform is down: it is not connected, does not answer in time, or answers with a server error. */
    private static boolean isOutage(ApiException error) {
        return error.status() == HttpStatus.REQUEST_TIMEOUT
                || error.status() == HttpStatus.SERVICE_UNAVAILABLE
                || error.getCause() instanceof ServerErrorException;
    }

    /** How much longer than otherwise the answers of a Platform are used that is down. */
    public Duration tolerance() {
        return tolerance;
    }

    /**
     * Asks a Platform. If it is down, its last answer is used; any other error ends that.
     *
     * @param last the last answer, if it is still kept
     * @param forget forgets the last answer
     */
    public <T> T ask(PlatformEndpoint endpoint, Supplier<T> call, Supplier<Optional<T>> last, Runnable forget) {
        try {
            return call.get();
        } catch (ApiException error) {
            if (!isOutage(error)) {
                forget.run();
                throw error;
            }
            T answer = last.get().orElseThrow(() -> error);
            count(endpoint, error);
            return answer;
        }
    }

    private void count(PlatformEndpoint endpoint, ApiException error) {
        kept.increment();
        var _ = logged.get(endpoint.location(), _ -> {
            LOG.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("reason", error.getMessage())
                    .log("A Platform cannot be asked: the answers are used that it gave last");
            return true;
        });
    }
}
