package io.wave.proxy.gateway;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** An address calls too often; clients of the API come again after a 503, not after a 429. */
final class TooManyCallsException extends ResponseStatusException {

    TooManyCallsException(String reason) {
        super(HttpStatus.SERVICE_UNAVAILABLE, reason);
    }
}
