package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.ApiException;
import io.wave.background.Backoff;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to the Kubernetes API, which are repeated while it is unavailable. */
final class Requests {

    private static final Logger logger = LoggerFactory.getLogger(Requests.class);
    private static final Duration INITIAL_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private Requests() {}

    /** A request. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws ApiException;
    }

    /**
     * Sends a request until the API responds.
     *
     * @return the response; empty if there is no such object
     * @throws RefusedException if the API refuses the request
     */
    static <T> Optional<T> send(String what, Request<T> request) throws InterruptedException {
        Backoff backoff = new Backoff(INITIAL_PAUSE, MAX_PAUSE);
        while (true) {
            try {
                return Optional.of(request.send());
            } catch (ApiException failure) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (failure.getCode() == 404) {
                    return Optional.empty();
                }
                if (!isTemporary(failure.getCode())) {
                    throw new RefusedException(failure);
                }
                logger.atWarn().log("Kubernetes: {} failed, retrying: {}", what, RefusedException.words(failure));
                backoff.sleep();
            }
        }
    }

    /** Whether the request may succeed later; 0 is a failed connection. A token may be about to be renewed. */
    private static boolean isTemporary(int status) {
        return status == 0 || status == 401 || status == 408 || status == 429 || status >= 500;
    }
}
