package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The client address has exceeded its rate limit. API clients retry after a 503, not after a 429. */
final class TooManyRequestsException extends ResponseStatusException {

    TooManyRequestsException(String reason) {
        super(HttpStatus.SERVICE_UNAVAILABLE, reason);
    }
}
